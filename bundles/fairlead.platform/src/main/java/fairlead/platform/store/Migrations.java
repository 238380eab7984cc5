package fairlead.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Brings the schema up to date. The scripts are named here: nothing is searched for on a class
 * path.
 */
final class Migrations {
    /** What every database needs; numbers that are missing are one database's own. */
    private static final List<String> SCRIPTS =
            List.of(
                    "V1__first_slice.sql",
                    "V2__agent_updates.sql",
                    "V3__webhooks.sql",
                    "V4__branding.sql",
                    "V5__portal.sql",
                    "V7__leases.sql",
                    "V8__one_time.sql",
                    "V9__open_operations.sql",
                    "V10__public_api.sql",
                    "V11__data_types.sql",
                    "V12__more_data_types.sql",
                    "V13__orders.sql",
                    "V14__diagnostics.sql",
                    "V15__rate_limit_events.sql",
                    "V16__audit.sql",
                    "V17__audit_sentences.sql",
                    "V18__history.sql",
                    "V19__large_logos.sql",
                    "V20__linked_again.sql",
                    "V21__more_history.sql",
                    "V22__going_back.sql",
                    "V23__products.sql");

    private Migrations() {}

    static void run(Engine engine) {
        List<String> scripts = new ArrayList<>(SCRIPTS);
        scripts.addAll(engine.ownScripts());
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(engine.connections())
                .resourceProvider(new Scripts(scripts))
                .javaMigrationClassProvider(List::of)
                .placeholders(engine.words())
                .loggers("slf4j")
                .load()
                .migrate();
    }

    private record Scripts(List<String> names) implements ResourceProvider {
        @Override
        public LoadableResource getResource(String name) {
            return names.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return names.stream()
                    .filter(name -> name.startsWith(prefix))
                    .filter(name -> List.of(suffixes).stream().anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream in = Migrations.class.getResourceAsStream(name)) {
                return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the migration " + name, e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
