package fairlead.platform.store;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no reader can see any more: versions that a committed dataset has replaced, what
 * sets left behind that were never committed, and connections that were deleted. In small
 * transactions; what is cut off goes on with the next sweep.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int SLICE = 1000;

    private final Leases leases;

    /** One node sweeps at a time. */
    public Sweeper(Leases leases) {
        this.leases = leases;
    }

    /** Sweeps after every dataset that ended before then: whoever reads has finished by now. */
    public void sweep(long endedBefore) {
        Optional<Leases.Lease> taken = leases.take("sweep");
        if (taken.isPresent()) {
            try (Leases.Lease lease = taken.get()) {
                new Sweep(lease).sweep(endedBefore);
            } catch (Leases.LostException e) {
                LOG.info("another node goes on with the sweep");
            }
        }
    }

    /** Removes history from before then; what tells how things stand stays. */
    public void forget(long before) {
        Optional<Leases.Lease> taken = leases.take("sweep");
        if (taken.isPresent()) {
            try (Leases.Lease lease = taken.get()) {
                Sweep sweep = new Sweep(lease);
                sweep.untilNothingIsLeft(tx -> Operations.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> Orders.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> UploadSets.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> PushOperations.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> ConnectionErrors.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> Updates.forget(tx, before));
                sweep.untilNothingIsLeft(tx -> Lives.forget(tx, before));
            } catch (Leases.LostException e) {
                LOG.info("another node goes on with the sweep");
            }
        }
    }

    private record Ended(long no, long series, String state, String mode) {}

    /** One sweep; its steps keep the lease. */
    private record Sweep(Leases.Lease lease) {

        void untilNothingIsLeft(Database.Work<Integer> some) {
            while (lease.call(some) > 0) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("the sweep was interrupted");
                }
            }
        }

        void sweep(long endedBefore) {
            List<Ended> ended =
                    lease.call(
                            tx ->
                                    tx.list(
                                            "SELECT no, series_no, state, mode FROM dataset"
                                                    + " WHERE swept = FALSE AND state <> 'Open'"
                                                    + " AND ended_at < ? ORDER BY no",
                                            r ->
                                                    new Ended(
                                                            r.getLong(1),
                                                            r.getLong(2),
                                                            r.getString(3),
                                                            r.getString(4)),
                                            endedBefore));
            for (Ended dataset : ended) {
                if (!dataset.state().equals("Committed")) {
                    undo(dataset);
                } else if (dataset.mode().equals("Delta")) {
                    behindDelta(dataset);
                } else {
                    belowFloor(dataset);
                }
                lease.run(
                        tx -> {
                            tx.update("DELETE FROM chunk WHERE dataset_no = ?", dataset.no());
                            tx.update("UPDATE dataset SET swept = TRUE WHERE no = ?", dataset.no());
                        });
            }
            for (long series :
                    lease.call(
                            tx ->
                                    tx.list(
                                            "SELECT s.no FROM series s JOIN connection c"
                                                    + " ON c.id = s.connection_id"
                                                    + " WHERE c.deleted_at < ?",
                                            r -> r.getLong(1),
                                            endedBefore))) {
                remove(series);
            }
            for (String connection :
                    lease.call(
                            tx ->
                                    tx.list(
                                            "SELECT id FROM connection WHERE swept = FALSE"
                                                    + " AND deleted_at < ?",
                                            r -> r.getString(1),
                                            endedBefore))) {
                removeRest(connection);
            }
        }

        /** Never committed: what it would have closed stays, its own versions go. */
        private void undo(Ended dataset) {
            if (dataset.mode() != null) {
                lease.run(
                        tx ->
                                tx.update(
                                        "UPDATE record SET until_no = ?"
                                                + " WHERE series_no = ? AND until_no = ?",
                                        Visible.FOR_EVER,
                                        dataset.series(),
                                        dataset.no()));
            }
            each("from_no", dataset.no(), "", "DELETE FROM record WHERE from_no = ? AND id = ?");
        }

        private void behindDelta(Ended dataset) {
            each(
                    "from_no",
                    dataset.no(),
                    "",
                    "DELETE FROM record WHERE series_no = "
                            + dataset.series()
                            + " AND until_no = ? AND id = ?");
        }

        /**
         * By what the versions say themselves: the datasets that brought them may be forgotten by
         * now.
         */
        private void belowFloor(Ended dataset) {
            String below =
                    " AND (until_no = "
                            + dataset.no()
                            + " OR from_no < "
                            + dataset.no()
                            + " AND state <> 'D')";
            each(
                    "series_no",
                    dataset.series(),
                    below,
                    "DELETE FROM record WHERE series_no = ? AND id = ?" + below);
        }

        private void remove(long series) {
            each("series_no", series, "", "DELETE FROM record WHERE series_no = ? AND id = ?");
            lease.run(
                    tx -> {
                        tx.update("DELETE FROM lost_id WHERE series_no = ?", series);
                        tx.update(
                                "DELETE FROM chunk WHERE dataset_no IN"
                                        + " (SELECT no FROM dataset WHERE series_no = ?)",
                                series);
                        tx.update("DELETE FROM dataset WHERE series_no = ?", series);
                        tx.update("DELETE FROM series WHERE no = ?", series);
                    });
        }

        /** What a deleted connection has left beside its records: whatever tells of the books. */
        private void removeRest(String connection) {
            for (String table :
                    new String[] {
                        "push_operation",
                        "diagnostics",
                        "pull_operation",
                        "upload_set",
                        "connection_error",
                        "registration"
                    }) {
                lease.run(
                        tx ->
                                tx.update(
                                        "DELETE FROM " + table + " WHERE connection_id = ?",
                                        connection));
            }
            lease.run(
                    tx ->
                            tx.update( // that it has ended the agent may still have to hear
                                    "DELETE FROM agent_order WHERE connection_id = ?"
                                            + " AND (kind <> 'unlink'"
                                            + " OR acknowledged_at IS NOT NULL)",
                                    connection));
            lease.run(
                    tx ->
                            tx.update(
                                    "UPDATE connection SET swept = TRUE, status_reason = NULL,"
                                            + " books_id = NULL, books_name = NULL,"
                                            + " books_currency = NULL, package_version = NULL,"
                                            + " data_directory = NULL, transactions = NULL,"
                                            + " last_transaction = NULL, findings = NULL"
                                            + " WHERE id = ?",
                                    connection));
        }

        /** Deletes for each id found under this number, some at a time. */
        private void each(String column, long number, String condition, String delete) {
            String after = "";
            while (!Thread.currentThread().isInterrupted()) {
                String from = after;
                List<String> ids =
                        lease.call(
                                tx ->
                                        tx.list(
                                                "SELECT id FROM record WHERE "
                                                        + column
                                                        + " = ?"
                                                        + condition
                                                        + " AND id > ? ORDER BY "
                                                        + column
                                                        + ", id FETCH FIRST "
                                                        + SLICE
                                                        + " ROWS ONLY",
                                                r -> r.getString(1),
                                                number,
                                                from));
                if (ids.isEmpty()) {
                    return;
                }
                lease.run(
                        tx ->
                                tx.batch(
                                        delete,
                                        ids.stream()
                                                .map(id -> new Object[] {number, id})
                                                .toList()));
                after = ids.get(ids.size() - 1);
            }
            throw new IllegalStateException("the sweep was interrupted");
        }
    }
}
