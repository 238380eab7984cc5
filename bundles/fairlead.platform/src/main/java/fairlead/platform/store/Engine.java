package fairlead.platform.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What differs between the databases that the platform can use. */
interface Engine {
    /** New connections; what is committed on one of them is durable. */
    DataSource connections();

    /** Does one process at a time have the database, for itself? */
    boolean isOfOneProcess();

    /** The database's own words for what the scripts call by another name. */
    Map<String, String> words();

    /** The scripts that this database needs beside those that every one needs. */
    default List<String> ownScripts() {
        return List.of();
    }

    /** Returns once everything that was committed is on disk. */
    void sync(Database database);

    /** Within this transaction: once it is committed, every node hears that this was changed. */
    void tell(Tx tx, String what) throws SQLException;

    /** The transaction was committed. */
    default void committed(Tx tx) {}

    /** From now on whoever listens hears what any node tells, on a thread of the engine's. */
    void listen(Listener listener);

    /** Lets go of everything; the pool was closed before. */
    void close();

    /** Who hears what was changed. */
    record Listener(Consumer<String> changed, Runnable missedSome) {}
}
