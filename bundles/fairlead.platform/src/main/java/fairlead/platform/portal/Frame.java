package fairlead.platform.portal;

import fairlead.platform.http.Call;
import fairlead.platform.web.Assets.Links;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is around each page of the portal: its title, the way to the others, what was just done. */
record Frame(
        Links assets,
        String vendor,
        String csrf,
        String title,
        List<Section> nav,
        Optional<String> done) {
    private static final Map<String, String> DONE =
            Map.ofEntries(
                    Map.entry("created", "The company was added."),
                    Map.entry("changed", "Your changes were saved."),
                    Map.entry("deleted", "It was deleted."),
                    Map.entry("connected", "The connection was added: its link can be used now."),
                    Map.entry(
                            "opened", "The connection can be linked again: its link can be used."),
                    Map.entry("unlinked", "The connection was ended. What was read stays."),
                    Map.entry("queued", "The connector reads as soon as it is online."),
                    Map.entry("ordered", "The connector will do so as soon as it is online."),
                    Map.entry("approved", "The new connector has taken over."),
                    Map.entry("refused", "The new connector was refused."),
                    Map.entry("resumed", "The connector may go on."),
                    Map.entry("sent", "The message is sent again."),
                    Map.entry("example", "An example is on its way."));

    /** A part of the portal; {@code here} is {@code page} in the one that is open, else empty. */
    record Section(String path, String name, Optional<String> here) {}

    private static final List<Section> SECTIONS =
            List.of(
                    section("/portal/companies", "Companies"),
                    section("/portal/connectors", "Connectors"),
                    section("/portal/webhooks", "Webhooks"),
                    section("/portal/branding", "Branding"),
                    section("/portal/settings", "Settings"),
                    section("/portal/keys", "API keys"),
                    section("/portal/changes", "Changes"));

    private static Section section(String path, String name) {
        return new Section(path, name, Optional.empty());
    }

    static Frame of(Visit visit, String vendor, String title) {
        Call call = visit.call();
        return new Frame(
                Links.now(),
                vendor,
                visit.csrf(),
                title,
                SECTIONS.stream()
                        .map(
                                section ->
                                        call.path().startsWith(section.path())
                                                ? new Section(
                                                        section.path(),
                                                        section.name(),
                                                        Optional.of("page"))
                                                : section)
                        .toList(),
                call.parameter("done").map(DONE::get));
    }
}
