package fairlead.outbox;

import fairlead.accounting.api.DataType;

/** A chunk of the open set; its bytes lie in a file while it has not been taken. */
record ChunkRow(
        DataType type, String datasetId, int number, long length, String sha256, boolean taken) {
    /** The payload's file name. */
    String file() {
        return datasetId + "-" + number;
    }

    ChunkRow with(boolean nowTaken) {
        return new ChunkRow(type, datasetId, number, length, sha256, nowTaken);
    }
}
