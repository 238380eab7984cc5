package fairlead.itests.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Mode;
import fairlead.sync.api.SetEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A set of one type in one chunk, made by hand: some invoices. */
record Books(
        String connectionId,
        String setId,
        String datasetId,
        Path file,
        String sha256,
        int records) {
    static Books of(String connectionId, int records, Path directory) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < records; i++) {
                gzip.write(("U\t\"INV-" + i + "\"\t" + json(i) + "\n").getBytes(UTF_8));
            }
        }
        Path file = Files.write(Files.createTempFile(directory, "chunk", ""), packed.toByteArray());
        return new Books(
                connectionId,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                file,
                HexFormat.of().formatHex(sha256(packed.toByteArray())),
                records);
    }

    private static String json(int i) {
        return "{\"id\":\"INV-" + i + "\",\"currency\":\"GBP\",\"totalAmount\":" + i + ".50}";
    }

    ChunkUpload chunk() throws IOException {
        return new ChunkUpload(
                connectionId,
                setId,
                datasetId,
                DataType.INVOICES,
                0,
                file,
                Files.size(file),
                sha256);
    }

    Digest digest() {
        Digest digest = Digest.EMPTY;
        for (int i = 0; i < records; i++) {
            digest = digest.plus("INV-" + i, Digest.hash(json(i).getBytes(UTF_8)));
        }
        return digest;
    }

    SetEnd end(Optional<String> base, Mode mode, Digest digest, String cents) {
        BigDecimal debits = new BigDecimal(cents);
        for (int i = 0; i < records; i++) {
            debits = debits.add(new BigDecimal(i + ".50"));
        }
        Instant read = Instant.parse("2026-11-24T20:00:00Z");
        return new SetEnd(
                connectionId,
                setId,
                1,
                read,
                read.plusSeconds(3),
                false,
                List.of(),
                List.of(
                        new SetEnd.DatasetEnd(
                                datasetId,
                                DataType.INVOICES,
                                base,
                                mode,
                                1,
                                HexFormat.of().formatHex(sha256(HexFormat.of().parseHex(sha256))),
                                records,
                                0,
                                0,
                                debits,
                                BigDecimal.ZERO,
                                Optional.of(digest))),
                Map.of(),
                List.of());
    }

    SetEnd end() {
        return end(Optional.empty(), Mode.REPLACE, digest(), "0.00");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
