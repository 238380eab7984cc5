package fairlead.accounting.sage50;

import fairlead.accounting.api.Discovery.InstalledDriver;
import java.util.List;
import java.util.Map;

/** What the PC around this program has. Everything is answered now, nothing is remembered. */
interface Surroundings {
    /** Sage's drivers, the usable ones first. */
    List<InstalledDriver> drivers();

    /** What the mapped drives stand for, by letter; empty where there are none. */
    Map<String, String> mappedDrives();

    /** The folders in which Sage 50 keeps a folder a version. */
    List<String> roots();

    /** The names of the folders in a folder; none when it cannot be read. */
    List<String> folders(String path);

    boolean isFolder(String path);

    boolean isReadable(String file);

    /** The lines of a text file of Sage's; none when it cannot be read. */
    List<String> lines(String file);
}
