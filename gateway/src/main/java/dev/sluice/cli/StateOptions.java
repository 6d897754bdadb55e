package dev.sluice.cli;

import dev.sluice.access.ApiKeys;
import dev.sluice.access.Secrets;
import dev.sluice.app.EarlierGateway;
import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.config.StateSettings;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.store.Backups;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
     * @param configured names of the configuration's keys
     * @param retention how long unused conversations are kept, zero for ever
     */
    record State(Path folder, StoreConfig store, List<String> configured, Duration retention) {
        State {
            Objects.requireNonNull(folder);
            Objects.requireNonNull(store);
            Objects.requireNonNull(retention);
            configured = List.copyOf(configured);
        }

        /** Opens the databases, beside a running gateway or without one. */
        Store open() {
            requireFolder();
            refuseOtherVersion();
            return Store.open(folder, store, Schema.truth(), Schema.flow(), InstantSource.system());
        }

        /** Opens it for a moment, to work on the keys. */
        <T> T withKeys(Map<String, String> environment, Function<ApiKeys, T> work) {
            try (var opened = open()) {
                var chance = new SecureRandom();
                String secret = environment.getOrDefault("SLUICE_SECRET_KEY", "");
                var secrets = Secrets.prepare(folder, secret, chance);
                return work.apply(
                        new ApiKeys(opened.truth(), secrets, InstantSource.system(), chance));
            }
        }

        /** Refuses a file in its place by name. */
        void requireFolder() {
            try {
                StateFolder.refuseFile(folder);
            } catch (IOException told) {
                throw failed(String.valueOf(told.getMessage()));
            }
        }

        /** Whether there is state to look at, and not only a place for it. */
        boolean hasDatabase() {
            return !store.url().isEmpty()
                    || Files.exists(new Backups(folder, InstantSource.system()).truth());
        }

        /** Refuses a place that no gateway has used, which is mostly a misspelt one. */
        void requireDatabase() {
            requireFolder();
            if (!hasDatabase()) {
                throw failed(
                        "there is no database in "
                                + folder
                                + "; name the gateway's state folder with --config FILE or --data DIR");
            }
        }

        /** For people who must see that they did not work on another gateway's state. */
        String place() {
            if (!store.url().isEmpty()) {
                return "the PostgreSQL of data.url";
            }
            return folder
                    + (isRunning()
                            ? ", where a gateway runs"
                            : ", where no gateway runs at present");
        }

        private boolean isRunning() {
            try {
                return StateFolder.isHeld(folder);
            } catch (IOException _) {
                // Another user's folder; then nothing can be said of it.
                return false;
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
        if (config.toString().isEmpty() && !data.isEmpty() && nothingAt(usual)) {
            return new State(
                    Path.of(data),
                    StoreConfig.DEFAULT,
                    List.of(),
                    ConversationConfig.DEFAULT.retention());
        }
        StateSettings settings = configuration(usual, environment).state();
        return new State(
                Path.of(settings.store().folder()),
                settings.store(),
                settings.keyNames(),
                settings.retention());
    }

    /** The option that leads a command to the same folder, or nothing if none was named. */
    String dataOption() {
        return data.isEmpty() ? "" : " --data " + ShellWord.of(data);
    }

    private Configuration configuration(Path usual, Map<String, String> environment) {
        var flags = Overrides.NONE.with("--data", "data.dir", data);
        return Configuration.at(config.toString().isEmpty() ? usual : config, flags, environment)
                .importing(new OpenDifyFormat());
    }

    private static boolean nothingAt(Path usual) {
        return !Files.isRegularFile(usual)
                && Stream.of("sluice.yaml", ".env").map(usual::resolve).noneMatch(Files::exists);
    }

    /** The state folder, for what needs no more; when it is named, nothing else is looked at. */
    Path folder(Map<String, String> environment) {
        if (!data.isEmpty()) {
            return Path.of(data);
        }
        try {
            return configuration(Path.of(""), environment).stateFolder();
        } catch (InvalidConfiguration invalid) {
            throw new CommandFailedException(
                    ExitCode.CONFIGURATION,
                    invalid.getMessage()
                            + System.lineSeparator()
                            + "Or name the state folder with --data DIR.");
        }
    }
}
