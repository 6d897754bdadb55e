package dev.sluice.cli;

import dev.sluice.access.ConfiguredKey;
import dev.sluice.app.EarlierGateway;
import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command finds the state of a gateway, be it running or not. */
final class StateOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the configuration file; default: sluice.yaml or .env in this folder")
    private Path config = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the state folder; default: data beside the configuration file")
    private String data = "";

    /**
     * What the options lead to.
     *
     * @param configured keys of the configuration
     */
    record State(Path folder, StoreConfig store, List<ConfiguredKey> configured) {
        State {
            Objects.requireNonNull(folder);
            Objects.requireNonNull(store);
            configured = List.copyOf(configured);
        }

        /** Opens the databases, beside a running gateway or without one. */
        Store open() {
            requireFolder();
            refuseOtherVersion();
            return Store.open(folder, store, Schema.truth(), Schema.flow(), InstantSource.system());
        }

        /** Refuses a file in its place by name. */
        void requireFolder() {
            try {
                StateFolder.refuseFile(folder);
            } catch (IOException told) {
                throw failed(String.valueOf(told.getMessage()));
            }
        }

        /** What a server keeps is its own tools' to copy and to replace. */
        void refuseServer(String instead) {
            if (!store.url().isEmpty()) {
                throw failed("the database is PostgreSQL (data.url); " + instead);
            }
        }

        private void refuseOtherVersion() {
            try {
                if (store.url().isEmpty() && EarlierGateway.runsOn(folder)) {
                    throw failed(
                            "a gateway of an earlier version runs on "
                                    + folder
                                    + ", and this program would change its database; use that"
                                    + " gateway's own program, or stop it first");
                }
            } catch (IOException unreadable) {
                throw failed(
                        "the state folder "
                                + folder
                                + " cannot be read; give this user the right to, or name another"
                                + " with --data DIR");
            }
        }
    }

    /** Holds the folder, so that no gateway runs on it meanwhile. */
    static StateFolder hold(Path folder) {
        try {
            return StateFolder.open(folder);
        } catch (IOException told) {
            throw failed(String.valueOf(told.getMessage()));
        }
    }

    private static CommandFailedException failed(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }

    /** A state folder alone is enough, for there the database is embedded. */
    State find(Map<String, String> environment) {
        return find(Path.of(""), environment);
    }

    /** The same, where another file or folder than this one counts without {@code --config}. */
    State find(Path usual, Map<String, String> environment) {
        boolean named = !config.toString().isEmpty();
        if (!named && !data.isEmpty() && nothingAt(usual)) {
            return new State(Path.of(data), StoreConfig.DEFAULT, List.of());
        }
        var flags = Overrides.NONE.with("--data", "data.dir", data);
        SluiceConfig loaded = Configuration.at(named ? config : usual, flags, environment).load();
        return new State(
                Path.of(loaded.keeping().store().folder()),
                loaded.keeping().store(),
                loaded.access().keys());
    }

    private static boolean nothingAt(Path usual) {
        return !Files.isRegularFile(usual)
                && Stream.of("sluice.yaml", ".env").map(usual::resolve).noneMatch(Files::exists);
    }

    /** The state folder, for what needs no more; when it is named, nothing else is looked at. */
    Path folder() {
        if (!data.isEmpty()) {
            return Path.of(data);
        }
        try {
            return find(System.getenv()).folder();
        } catch (InvalidConfiguration invalid) {
            throw new CommandFailedException(
                    ExitCode.CONFIGURATION,
                    invalid.getMessage()
                            + System.lineSeparator()
                            + "Or name the state folder with --data DIR.");
        }
    }
}
