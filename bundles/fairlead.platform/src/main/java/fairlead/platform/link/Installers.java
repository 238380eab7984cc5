package fairlead.platform.link;

import fairlead.platform.http.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The connectors' installers: one file {@code <packageKey>.exe} each in one directory. */
final class Installers {
    private final Path directory;

    Installers(Path directory) {
        this.directory = directory;
    }

    /** The installer for this package; empty until there is one. */
    Optional<Path> of(String packageKey) {
        return Optional.of(directory.resolve(packageKey + ".exe")).filter(Files::isRegularFile);
    }

    /** What the vendor's companies find among their downloads: symbols become dashes. */
    static String fileName(String vendor, String packageKey) {
        String name = vendor.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
        return (name.isEmpty() ? "" : name + "-") + packageKey + "-connector.exe";
    }

    /** The download, under this name. */
    static Answer download(Path installer, String name) throws IOException {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "-");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        "application/vnd.microsoft.portable-executable",
                        "Content-Length",
                        Long.toString(Files.size(installer)),
                        "Content-Disposition",
                        "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded),
                out -> Files.copy(installer, out),
                () -> {});
    }
}
