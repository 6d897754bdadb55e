package dev.sluice.records;

import dev.sluice.store.Database;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Writes records into the database of what flows, and lets go of all but the newest. */
final class Ring implements Consumer<List<RequestRecord>> {
    private static final String INSERT =
            """
            INSERT INTO request_records (request_id, started_at, record)
            VALUES (:id, :started, :record)
            """;

    /** The numbers have no gaps, since only the oldest rows ever leave. */
    private static final String TRIM =
            """
            DELETE FROM request_records
            WHERE seq <= (SELECT MAX(seq) FROM request_records) - :keep
            """;

    private final Database flow;
    private final int keep;

    Ring(Database flow, int keep) {
        this.flow = flow;
        this.keep = keep;
    }

    @Override
    public void accept(List<RequestRecord> batch) {
        var _ =
                flow.write(handle -> {
                    insert(handle, batch);
                    return handle.createUpdate(TRIM).bind("keep", keep).execute();
                });
    }

    private static void insert(Handle handle, List<RequestRecord> batch) {
        try (var rows = handle.prepareBatch(INSERT)) {
            for (RequestRecord record : batch) {
                rows.bind("id", record.requestId())
                        .bind("started", record.startedAtMillis())
                        .bind("record", RecordJson.write(record))
                        .add();
            }
            var _ = rows.execute();
        }
    }
}
