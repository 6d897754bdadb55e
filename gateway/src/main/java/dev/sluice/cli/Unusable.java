package dev.sluice.cli;

import dev.sluice.access.AccessException;
import dev.sluice.store.StoreException;
import java.io.IOException;

/** A state that cannot be used, as the exit of a command. */
final class Unusable {
    private Unusable() {}

    static CommandFailedException because(StoreException why) {
        ExitCode code =
                switch (why.kind()) {
                    case NEWER -> ExitCode.SCHEMA;
                    case MISCONFIGURED -> ExitCode.CONFIGURATION;
                    case CHANGED,
                            AWAY,
                            BROKEN,
                            READ_ONLY,
                            FULL,
                            BUSY,
                            UNCONFIRMED,
                            CONFLICT,
                            INTERRUPTED,
                            CLOSED ->
                            ExitCode.FAILED;
                };
        return new CommandFailedException(code, String.valueOf(why.getMessage()));
    }

    static CommandFailedException because(AccessException why) {
        return new CommandFailedException(ExitCode.FAILED, String.valueOf(why.getMessage()));
    }

    /** For failures of which the message is for the user. */
    static CommandFailedException because(IOException why) {
        return new CommandFailedException(ExitCode.FAILED, String.valueOf(why.getMessage()));
    }

    /** What a server keeps is its own tools' to copy and to replace. */
    static void refuseServer(StateOptions.State state, String instead) {
        if (!state.store().url().isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "the database is PostgreSQL (data.url); " + instead);
        }
    }
}
