package dev.sluice.store;

import java.sql.SQLException;

/** What PostgreSQL's refusals, and the network's, mean to a user. */
final class PostgresFailures {
    private final String place;

    PostgresFailures(String place) {
        this.place = place;
    }

    /** What is not the database's own failure stays what it is. */
    RuntimeException tell(RuntimeException thrown) {
        return Causes.of(thrown)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(cause -> cause.getSQLState() != null)
                .reduce((_, deepest) -> deepest)
                .map(cause -> refusal(thrown, cause.getSQLState()))
                .orElse(thrown);
    }

    private RuntimeException refusal(RuntimeException thrown, String state) {
        return switch (state) {
            // The server stops, or starts and is not ready.
            case "57P01", "57P02", "57P03" -> away(thrown);
            case "28000", "28P01" ->
                    failure(
                            StoreException.Kind.MISCONFIGURED,
                            "PostgreSQL at %s refuses this user or password; correct the database URL",
                            thrown);
            case "3D000" ->
                    failure(
                            StoreException.Kind.MISCONFIGURED,
                            "PostgreSQL has no database %s; make it with createdb, or correct the URL",
                            thrown);
            // A statement or lock took too long, or two works waited for each other.
            case "57014", "55P03", "40P01", "40001" -> busy(thrown);
            case "25006" ->
                    failure(
                            StoreException.Kind.READ_ONLY,
                            "PostgreSQL at %s cannot be written to; name its primary server",
                            thrown);
            // States are open: the first two characters tell the class.
            default -> byClass(thrown, state.substring(0, 2));
        };
    }

    private RuntimeException byClass(RuntimeException thrown, String type) {
        return switch (type) {
            case "08" -> away(thrown);
            case "23" ->
                    failure(
                            StoreException.Kind.CONFLICT,
                            "PostgreSQL at %s holds data that forbids this, so nothing was done",
                            thrown);
            case "53" ->
                    failure(
                            StoreException.Kind.FULL,
                            "PostgreSQL at %s has no room left: disk, memory or connections; make room",
                            thrown);
            // The other classes tell of mistakes in a statement, which are bugs.
            default -> thrown;
        };
    }

    /** An interrupted virtual thread loses its connection, which looks the same. */
    StoreException away(Throwable cause) {
        return Thread.currentThread().isInterrupted()
                ? interrupted(cause)
                : failure(
                        StoreException.Kind.AWAY,
                        "PostgreSQL at %s does not answer; start it, or correct the database URL",
                        cause);
    }

    private StoreException interrupted(Throwable cause) {
        return failure(
                StoreException.Kind.INTERRUPTED,
                "PostgreSQL at %s did nothing: the wait for it was interrupted",
                cause);
    }

    StoreException busy(Throwable cause) {
        return Thread.currentThread().isInterrupted()
                ? interrupted(cause)
                : failure(
                        StoreException.Kind.BUSY,
                        "PostgreSQL at %s had no time for this, so nothing was done; look for long transactions in pg_stat_activity",
                        cause);
    }

    StoreException unconfirmed(Throwable cause) {
        return failure(
                StoreException.Kind.UNCONFIRMED,
                "PostgreSQL at %s went away while it committed; it may or may not have done it",
                cause);
    }

    private StoreException failure(StoreException.Kind kind, String message, Throwable cause) {
        return new StoreException(kind, message.formatted(place), cause);
    }
}
