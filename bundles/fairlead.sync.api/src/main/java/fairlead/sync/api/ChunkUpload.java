package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.nio.file.Path;

/**
 * A frozen part of a dataset, as it is sent, byte for byte, until it is taken.
 *
 * @param connectionId of which company
 * @param setId of which set
 * @param datasetId of which dataset
 * @param type the dataset's type
 * @param number from 0, without gaps
 * @param payload the file with its bytes: gzip over operations, one a line, as the connector
 *     protocol has them
 * @param length its length in bytes
 * @param sha256 over the file's bytes, 64 hexadecimal digits
 */
public record ChunkUpload(
        String connectionId,
        String setId,
        String datasetId,
        DataType type,
        int number,
        Path payload,
        long length,
        String sha256) {}
