package fairlead.transport.codat;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.Digest;
import fairlead.sync.api.SetAnswer;
import fairlead.transport.codat.Reply.NotNow;
import fairlead.transport.codat.Reply.Raw;
import fairlead.transport.codat.Reply.Said;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the platform says about a set, as the protocol has it. */
final class SetAnswers {
    private static final Map<Integer, Set<String>> CHUNK =
            Map.of(
                    200, Set.of("Taken"),
                    409, Set.of("Conflict", "Committed", "Aborted", "Rejected"));
    private static final Map<Integer, Set<String>> END =
            Map.of(
                    200,
                    Set.of("Committed"),
                    409,
                    Set.of(
                            "Missing",
                            "BaseMismatch",
                            "DigestMismatch",
                            "LooksWrong",
                            "Conflict",
                            "Aborted",
                            "Rejected"));
    private static final Map<Integer, Set<String>> STATE =
            Map.of(200, Set.of("Unknown", "Open", "Committed", "Aborted", "Rejected"));

    private SetAnswers() {}

    static Reply.Reader<SetAnswer> ofChunk() {
        return raw -> read(raw, CHUNK);
    }

    static Reply.Reader<SetAnswer> ofEnd() {
        return raw -> read(raw, END);
    }

    static Reply.Reader<SetAnswer> ofQuestion() {
        return raw -> read(raw, STATE);
    }

    static SetAnswer of(Reply<SetAnswer> reply) {
        if (reply instanceof NotNow<SetAnswer> later) {
            return new SetAnswer.RetryAfter(later.after(), later.reason());
        }
        return ((Said<SetAnswer>) reply).value();
    }

    private static Optional<SetAnswer> read(Raw raw, Map<Integer, Set<String>> states) {
        String state = raw.text("state").orElse("");
        if (states.getOrDefault(raw.status(), Set.of()).contains(state)) {
            try {
                return Optional.of(state(state, raw));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        Optional<String> error = raw.error();
        if (error.isEmpty()) {
            return Optional.empty();
        }
        return switch (raw.status()) {
            case 400, 413 -> Optional.of(new SetAnswer.Rejected(error.get()));
            case 403, 404, 410 -> Optional.of(new SetAnswer.Gone(error.get(), false));
            case 423 -> Optional.of(new SetAnswer.Gone(error.get(), true));
            default -> Optional.empty();
        };
    }

    private static SetAnswer state(String state, Raw raw) {
        String reason = raw.text("reason").map(Raw::plain).orElse("");
        return switch (state) {
            case "Taken" -> new SetAnswer.Taken();
            case "Unknown" -> new SetAnswer.Unknown();
            case "Open" -> new SetAnswer.Open(chunks(raw, "taken"));
            case "Missing" -> new SetAnswer.Missing(chunks(raw, "missing"));
            case "Committed" -> new SetAnswer.Committed(digests(raw));
            case "BaseMismatch", "DigestMismatch" -> new SetAnswer.BaseMismatch(bases(raw), reason);
            case "LooksWrong" -> new SetAnswer.LooksWrong(reason);
            case "Conflict" -> new SetAnswer.Conflict(reason);
            case "Aborted" -> new SetAnswer.Aborted(reason);
            case "Rejected" -> new SetAnswer.Rejected(reason);
            default -> throw new IllegalArgumentException("state " + state);
        };
    }

    private static Map<String, Set<Integer>> chunks(Raw raw, String field) {
        Map<String, Set<Integer>> chunks = new HashMap<>();
        members(raw, field)
                .forEach(
                        (dataset, numbers) -> {
                            if (!(numbers instanceof List<?> list)) {
                                throw new IllegalArgumentException(field);
                            }
                            Set<Integer> set = new TreeSet<>();
                            for (Object number : list) {
                                if (!(number instanceof Long n) || n < 0 || n > Integer.MAX_VALUE) {
                                    throw new IllegalArgumentException(field);
                                }
                                set.add(n.intValue());
                            }
                            chunks.put(dataset, set);
                        });
        return chunks;
    }

    private static Map<DataType, Digest> digests(Raw raw) {
        Map<DataType, Digest> digests = new EnumMap<>(DataType.class);
        members(raw, "digests")
                .forEach(
                        (key, hex) -> {
                            if (!(hex instanceof String digits)) {
                                throw new IllegalArgumentException("digests");
                            }
                            Digest digest = Digest.of(digits);
                            DataType.ofKey(key).ifPresent(type -> digests.put(type, digest));
                        });
        return digests;
    }

    private static Map<DataType, Optional<String>> bases(Raw raw) {
        Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
        members(raw, "bases")
                .forEach(
                        (key, base) -> {
                            Optional<String> id =
                                    base == Json.NULL
                                            ? Optional.empty()
                                            : Optional.of(text(base, "bases"));
                            DataType.ofKey(key).ifPresent(type -> bases.put(type, id));
                        });
        return bases;
    }

    private static String text(Object value, String field) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(field);
    }

    @SuppressWarnings("unchecked") // Json makes no other maps
    private static Map<String, Object> members(Raw raw, String field) {
        if (raw.body().get(field) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(field + " is missing");
    }
}
