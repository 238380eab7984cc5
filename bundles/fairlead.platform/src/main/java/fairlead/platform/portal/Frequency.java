package fairlead.platform.portal;

import fairlead.platform.http.Problem;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import fairlead.platform.store.SyncSettings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often books are read: one choice for all data types, which the API can refine for each. */
final class Frequency {
    private static final String AS_IT_IS = "as-it-is";
    private static final String AS_ALL = "as-all";
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("0", "Only when asked for");
        NAMES.put("1", "Every hour");
        NAMES.put("24", "Every day");
        NAMES.put("168", "Every week");
        NAMES.put("720", "Every month");
    }

    private Frequency() {}

    /** Something to choose; {@code chosen} is {@code selected} or empty. */
    record Choice(String value, String name, Optional<String> chosen) {}

    /** Every data type of every integration. */
    static List<String> types(Store store, String client) {
        return store.integrations().of(client).stream()
                .map(Integration::types)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /**
     * The choices, of these settings.
     *
     * @param own for a company: whether it differs from the others
     */
    static List<Choice> choices(List<Setting> settings, Optional<Boolean> own) {
        List<Integer> hours = settings.stream().map(Setting::hours).distinct().toList();
        String now = hours.size() == 1 ? Integer.toString(hours.get(0)) : AS_IT_IS;
        String chosen =
                own.isPresent() && !own.get() ? AS_ALL : NAMES.containsKey(now) ? now : AS_IT_IS;
        List<Choice> choices = new ArrayList<>();
        if (own.isPresent()) {
            choices.add(choice(AS_ALL, "As for all companies", chosen));
        }
        NAMES.forEach((value, name) -> choices.add(choice(value, name, chosen)));
        if (chosen.equals(AS_IT_IS)) {
            choices.add(choice(AS_IT_IS, "As set through the API", chosen));
        }
        return choices;
    }

    static Choice choice(String value, String name, String chosen) {
        return new Choice(
                value, name, value.equals(chosen) ? Optional.of("selected") : Optional.empty());
    }

    /** Sets what was chosen for a client or a company; everything else about the types stays. */
    static void set(Store store, String client, String owner, String chosen) {
        if (chosen.equals(AS_IT_IS)) {
            return;
        }
        if (chosen.equals(AS_ALL)) {
            store.syncSettings().put(owner, List.of());
            return;
        }
        if (!NAMES.containsKey(chosen)) {
            throw Problem.badRequest("Choose how often the books are read.");
        }
        List<String> types = types(store, client);
        List<Setting> before =
                owner.equals(client)
                        ? store.syncSettings().ofClient(client, types).settings()
                        : store.syncSettings().ofCompany(client, owner, types).settings();
        store.syncSettings()
                .put(
                        owner,
                        before.stream()
                                .map(
                                        s ->
                                                new Setting(
                                                        s.dataType(),
                                                        s.onFirstLink(),
                                                        Integer.parseInt(chosen),
                                                        s.order(),
                                                        s.months(),
                                                        s.locked()))
                                .toList());
    }
}
