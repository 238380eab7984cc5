package fairlead.accounting.api;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an accounting package is and what it delivers.
 *
 * @param key short and stable, for example {@code sage50}
 * @param name as people know it, for example {@code Sage 50 (UK & Ireland)}
 * @param platformKey the integration's key on the platform, for example {@code hbql}
 * @param mappingVersion goes up whenever the same rows give other records; one set is mapped by one
 *     version
 * @param sections what is read together; each type stands in exactly one
 * @param version of the code that answers, as people are shown it; empty when it does not say
 */
public record PackageInfo(
        String key,
        String name,
        String platformKey,
        int mappingVersion,
        List<Section> sections,
        String version) {
    public PackageInfo {
        sections = List.copyOf(sections);
    }

    /** Of a package that does not say which version it is. */
    public PackageInfo(
            String key,
            String name,
            String platformKey,
            int mappingVersion,
            List<Section> sections) {
        this(key, name, platformKey, mappingVersion, sections, "");
    }

    /** Every type that the package delivers. */
    public Set<DataType> types() {
        return sections.stream()
                .flatMap(s -> s.types().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
