package fairlead.accounting.sage50;

import fairlead.accounting.api.Discovery.InstalledDriver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This PC, as its registry and its disk show it. */
final class ThisPc implements Surroundings {
    private static final Charset SAGES = Charset.forName("windows-1252");
    private static final int SECONDS = 10;
    private static final String DRIVERS = "HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI\\ODBC Drivers";
    private static final List<String> INI =
            List.of("/etc/odbcinst.ini", "/usr/local/etc/odbcinst.ini");

    private static boolean windows() {
        return File.separatorChar == '\\';
    }

    @Override
    public List<InstalledDriver> drivers() {
        if (windows()) {
            return InstalledDrivers.ofRegistry(
                    query(DRIVERS, "/reg:64"), query(DRIVERS, "/reg:32"));
        }
        String set = System.getenv("ODBCSYSINI");
        Stream<String> files =
                Stream.concat(
                        Stream.ofNullable(set).map(folder -> folder + "/odbcinst.ini"),
                        INI.stream());
        String text = String.join("\n", files.flatMap(file -> lines(file).stream()).toList());
        return InstalledDrivers.ofIni(text);
    }

    @Override
    public Map<String, String> mappedDrives() {
        return windows() ? mapped(query("HKCU\\Network", "/s")) : Map.of();
    }

    /**
     * @param printed by {@code reg query HKCU\Network /s}
     */
    static Map<String, String> mapped(String printed) {
        Map<String, String> drives = new TreeMap<>();
        RegistryText.keys(printed)
                .forEach(
                        (key, values) -> {
                            String letter = key.substring(key.lastIndexOf('\\') + 1);
                            String server = values.get("RemotePath");
                            if (letter.length() == 1 && server != null) {
                                drives.put(letter.toUpperCase(Locale.ROOT), server);
                            }
                        });
        return drives;
    }

    @Override
    public List<String> roots() {
        return Optional.ofNullable(System.getenv("ProgramData"))
                .filter(folder -> windows())
                .map(folder -> List.of(folder + "\\Sage\\Accounts"))
                .orElse(List.of());
    }

    /** What {@code reg query} prints; empty when there is no such key. */
    private static String query(String key, String option) {
        try {
            Path printed = Files.createTempFile("fairlead", ".txt");
            try {
                Process process =
                        new ProcessBuilder("reg", "query", key, option)
                                .redirectOutput(printed.toFile())
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return new String(Files.readAllBytes(printed), Charset.defaultCharset());
            } finally {
                Files.deleteIfExists(printed);
            }
        } catch (IOException e) {
            return ""; // no such program, or no place to write: nothing is found
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public List<String> folders(String path) {
        try (Stream<Path> all = Files.list(Path.of(path))) {
            return all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return List.of();
        }
    }

    @Override
    public boolean isFolder(String path) {
        try {
            return Files.isDirectory(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public List<String> lines(String file) {
        try {
            return Files.readString(Path.of(file), SAGES).lines().toList();
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }
}
