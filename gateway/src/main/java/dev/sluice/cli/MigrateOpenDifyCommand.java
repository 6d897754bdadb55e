package dev.sluice.cli;

import dev.sluice.compat.opendify.Mappings;
import dev.sluice.compat.opendify.MigrationException;
import dev.sluice.compat.opendify.OpenDifyFolder;
import dev.sluice.compat.opendify.OpenDifyMigration;
import dev.sluice.config.SluiceConfig;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.conversation.Unclaimed;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over an OpenDify, beside a running gateway or without one. */
@Command(
        name = "opendify",
        mixinStandardHelpOptions = true,
        description = {
            "Takes over the configuration and the conversations of an OpenDify.",
            "Nothing in its folder is changed; it may go on running."
        },
        footer = {
            "",
            "It looks in DIR for:",
            "  .env                            becomes a sluice.yaml of the same meaning",
            "  data/conversation_mappings.db   which chat goes on in which conversation of Dify",
            "  data/conversation_mappings.json, conversation_mappings.json   the same, from before",
            "  session_map.json                the same by X-Session-Id",
            "",
            "The conversations are unclaimed at first, since those files do not tell whose they"
                    + " are. At a chat's first request Dify is asked with the user's old name, and"
                    + " whom Dify knows as the owner goes on with it. Conversations of default_user"
                    + " are left out: Dify lists them, which costs no tokens.",
            "",
            "  sluice migrate opendify /srv/opendify --dry-run",
            "  sluice migrate opendify /srv/opendify",
            "  sluice serve --config /srv/opendify/sluice.yaml",
            "",
            "Run it again at any time: what is there already stays, what is newer is added.",
            ""
        })
final class MigrateOpenDifyCommand implements Callable<Integer> {
    private static final InstantSource CLOCK = InstantSource.system();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "the folder of the OpenDify; default: this one")
    private Path folder = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "the configuration to write; default: sluice.yaml in DIR")
    private Path to = Path.of("");

    @Option(names = "--force", description = "write it even if that replaces another one")
    private boolean force;

    @Option(names = "--offline", description = "do not ask Dify for default_user's conversations")
    private boolean offline;

    @Option(names = "--dry-run", description = "say what would be done, and do nothing")
    private boolean dryRun;

    @Mixin private StateOptions state = new StateOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (Files.isRegularFile(folder)) {
            throw failed(aFile());
        }
        var source = new OpenDifyFolder(folder);
        var options = new OpenDifyMigration.Options(target(), force, offline, dryRun);
        var migration = new OpenDifyMigration(source, options, CLOCK, out());
        try {
            Mappings found = source.mappings();
            if (!source.isConfigured() && found.files().isEmpty()) {
                throw failed(nothing(source));
            }
            migration.reportFound(found);
            Optional<SluiceConfig> config = migration.configuration();
            Mappings kept =
                    migration.withoutDefaultUser(
                            found, config.map(SluiceConfig::upstreams).orElse(List.of()));
            add(migration, kept.rows());
            migration.reportLeftOut(kept);
            var key = config.map(this::makeKey).orElse(FrontEndKey.Outcome.UNNEEDED);
            String configured = config.isPresent() ? " --config " + ShellWord.of(target()) : "";
            printNext(configured + state.dataOption(), key);
        } catch (MigrationException told) {
            throw failed(String.valueOf(told.getMessage()));
        }
        return ExitCode.FINE.number();
    }

    private String aFile() {
        Path parent = folder.getParent();
        return folder
                + " is a file; name its folder: sluice migrate opendify "
                + (parent == null ? "." : ShellWord.of(parent));
    }

    private String nothing(OpenDifyFolder source) {
        var message = new StringBuilder("there is no OpenDify in ");
        message.append(folder.toAbsolutePath()).append("; looked for:");
        message.append(System.lineSeparator()).append("  ").append(source.env());
        source.places()
                .forEach(
                        place -> message.append(System.lineSeparator()).append("  ").append(place));
        return message.append(System.lineSeparator())
                .append("Name its folder: sluice migrate opendify DIR")
                .toString();
    }

    private FrontEndKey.Outcome makeKey(SluiceConfig config) {
        var key = new FrontEndKey(config, System.getenv(), out());
        if (!key.isNeeded()) {
            return FrontEndKey.Outcome.UNNEEDED;
        }
        var found = state.find(Files.exists(target()) ? target() : folder, System.getenv());
        var outcome = dryRun ? key.trial(found) : key.make(found);
        if (outcome == FrontEndKey.Outcome.THERE) {
            out().println("clients have a key already; no other is made");
        }
        return outcome;
    }

    private Path target() {
        return to.toString().isEmpty() ? folder.resolve("sluice.yaml") : to;
    }

    private void add(OpenDifyMigration migration, List<Unclaimed.Row> rows) {
        if (dryRun) {
            out().printf("would import %,d conversations%n", rows.size());
            migration.reportOld(rows, retention());
            return;
        }
        if (rows.isEmpty()) {
            return;
        }
        var found = state.find(Files.exists(target()) ? target() : folder, System.getenv());
        int added;
        try (var store = found.open()) {
            added = migration.add(rows, new Unclaimed(store.truth(), CLOCK));
        }
        out().printf(
                        "imported %,d conversations into %s; %,d were there already%n",
                        added,
                        found.store().url().isEmpty()
                                ? found.folder()
                                : "the PostgreSQL of data.url",
                        rows.size() - added);
        migration.reportOld(rows, found.retention());
    }

    /**
     * What is not there yet has the default; a configuration that is wrong fails later, by name.
     */
    private Duration retention() {
        return Files.exists(target())
                ? state.find(target(), System.getenv()).retention()
                : ConversationConfig.DEFAULT.retention();
    }

    private void printNext(String options, FrontEndKey.Outcome key) {
        String give =
                "  give Open WebUI that key, and set ENABLE_FORWARD_USER_INFO_HEADERS=true there";
        out().println();
        out().println("What to do next:");
        out().println("  sluice serve" + options);
        switch (key) {
            case MADE -> out().println(give);
            case UNNEEDED -> {
                out().println(create(FrontEndKey.NAME, options));
                out().println(give);
            }
            case THERE -> {
                out().println("  set ENABLE_FORWARD_USER_INFO_HEADERS=true in Open WebUI");
                out().println("If Open WebUI has no key, or it is lost, make another for it:");
                out().println(create(FrontEndKey.NAME + "-2", options));
            }
        }
    }

    private static String create(String name, String options) {
        return "  sluice keys create " + name + " --for open-webui" + options;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static CommandFailedException failed(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }
}
