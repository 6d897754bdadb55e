package dev.sluice.access;

import dev.sluice.access.ClientTraits.FrontEnd;
import dev.sluice.access.ClientTraits.StreamErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL of the tables {@code api_keys} and {@code key_state}. */
final class ApiKeyRows {
    private ApiKeyRows() {}

    /**
     * The one row of {@code key_state}.
     *
     * @param fingerprint of the secret key the digests were made with
     */
    record State(String fingerprint, long version) {
        private static final State NEW = new State("", 0);
    }

    static State state(Handle handle) {
        return handle.createQuery("SELECT fingerprint, version FROM key_state")
                .map((row, _) -> new State(row.getString("fingerprint"), row.getLong("version")))
                .findOne()
                .orElse(State.NEW);
    }

    /** Whose keys they are from now on, unless they were another's; one caller at a time. */
    static String claim(Handle handle, String fingerprint) {
        return handle.createQuery(
                        """
                        INSERT INTO key_state (id, fingerprint, version) VALUES (1, :fingerprint, 1)
                        ON CONFLICT (id) DO UPDATE SET version = key_state.version + 1
                        RETURNING fingerprint
                        """)
                .bind("fingerprint", fingerprint)
                .mapTo(String.class)
                .one();
    }

    static void handOver(Handle handle, String fingerprint) {
        handle.createUpdate("UPDATE key_state SET fingerprint = :fingerprint")
                .bind("fingerprint", fingerprint)
                .execute();
    }

    static boolean changed(Handle handle) {
        return handle.execute("UPDATE key_state SET version = version + 1") > 0;
    }

    /** False when there is a live key of that name. */
    static boolean insert(Handle handle, String digest, ApiKey key) {
        return handle.createUpdate(
                                """
                                INSERT INTO api_keys
                                    (digest, name, ending, permissions, speaks_for_users, created_at,
                                     front_end, stream_errors)
                                VALUES (:digest, :name, :ending, :permissions, :speaks, :created,
                                        :frontEnd, :streamErrors)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("digest", digest)
                        .bind("name", key.name())
                        .bind("ending", key.ending())
                        .bind("permissions", written(key.grants().permissions()))
                        .bind("speaks", key.grants().speaksForUsers())
                        .bind("created", key.created().toEpochMilli())
                        .bind("frontEnd", key.grants().traits().frontEnd().id())
                        .bind("streamErrors", key.grants().traits().streamErrors().id())
                        .execute()
                > 0;
    }

    static boolean revoke(Handle handle, String name, Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE api_keys SET revoked_at = :now
                                WHERE name = :name AND revoked_at IS NULL
                                """)
                        .bind("now", now.toEpochMilli())
                        .bind("name", name)
                        .execute()
                > 0;
    }

    static List<ApiKey> all(Handle handle) {
        return List.copyOf(byDigest(handle).values());
    }

    static Map<String, ApiKey> byDigest(Handle handle) {
        return handle.createQuery("SELECT * FROM api_keys ORDER BY created_at, name")
                .map((row, _) -> Map.entry(row.getString("digest"), key(row)))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (first, _) -> first,
                                LinkedHashMap::new));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("name"),
                row.getString("ending"),
                new Grants(
                        read(row.getString("permissions")),
                        row.getBoolean("speaks_for_users"),
                        traits(row)),
                Instant.ofEpochMilli(row.getLong("created_at")),
                revoked(row));
    }

    /** What this version does not know is as if it had not been said. */
    private static ClientTraits traits(ResultSet row) throws SQLException {
        return new ClientTraits(
                FrontEnd.named(row.getString("front_end")).orElse(FrontEnd.NONE),
                StreamErrors.named(row.getString("stream_errors")).orElse(StreamErrors.DETECT));
    }

    private static Instant revoked(ResultSet row) throws SQLException {
        long at = row.getLong("revoked_at");
        return row.wasNull() ? ApiKey.NEVER : Instant.ofEpochMilli(at);
    }

    private static String written(Set<Permission> permissions) {
        return permissions.stream()
                .sorted()
                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    /** A permission that this version does not know is not given. */
    private static Set<Permission> read(String written) {
        List<String> names = List.of(written.split(" ", -1));
        return Arrays.stream(Permission.values())
                .filter(permission -> names.contains(permission.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
