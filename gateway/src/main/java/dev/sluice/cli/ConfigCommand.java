package dev.sluice.cli;

import dev.sluice.config.Effective;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells what is configured, and whether it is sound. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "show|check",
        description = "Shows the configuration with the origin of every value, or checks it.",
        subcommands = {ConfigCommand.Show.class, ConfigCommand.Check.class},
        footer = {
            "",
            "What comes later wins:",
            "  built-in defaults",
            "  sluice.yaml; without one OpenDify's names in .env, and over them in the environment",
            "  SLUICE_* variables, such as SLUICE_SERVER_PORT for server.port",
            "  options such as --port",
            ""
        })
final class ConfigCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    /** Without a word there is only help to give. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.FINE.number();
    }

    /** Prints every setting. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Prints every setting with its value and where that comes from.",
                "Of keys and passwords only the ends are shown."
            },
            footer = {
                "",
                "An origin is a place such as sluice.yaml:3:5, a variable, an option, or default.",
                "(imported) stands behind the names of OpenDify and its relatives.",
                ""
            })
    static final class Show implements Callable<Integer> {
        private static final int WIDEST_CHARS = 60;

        @Mixin private ConfigurationOptions options = new ConfigurationOptions();

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Effective effective = options.configuration().effective();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(new JsonMapper().writeValueAsString(effective));
            } else {
                print(effective, out);
                effective.warnings().forEach(spec.commandLine().getErr()::println);
            }
            return ExitCode.FINE.number();
        }

        private static void print(Effective effective, PrintWriter out) {
            String format =
                    "%-"
                            + widest(effective.settings().stream().map(Effective.Row::setting))
                            + "s  %-"
                            + widest(effective.settings().stream().map(Effective.Row::value))
                            + "s  %s%n";
            for (var row : effective.settings()) {
                out.printf(format, row.setting(), row.value(), row.origin());
            }
            for (var ignored : effective.ignored()) {
                out.printf(
                        "ignored: %s (%s): %s%n", ignored.name(), ignored.where(), ignored.why());
            }
        }

        private static int widest(Stream<String> cells) {
            return Math.clamp(cells.mapToInt(String::length).max().orElse(1), 1, WIDEST_CHARS);
        }
    }

    /** Tells what is wrong. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the configuration as serve does and prints everything that is wrong with it.",
                "Nothing is started, and nobody is called."
            },
            footer = {
                "",
                "It ends with 0 when serve would start with it, and with 6 otherwise.",
                ""
            })
    static final class Check implements Callable<Integer> {
        @Mixin private ConfigurationOptions options = new ConfigurationOptions();
        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            var origin = options.configuration().load().origin();
            PrintWriter out = spec.commandLine().getOut();
            origin.warnings().forEach(out::println);
            out.println(origin.source() + " is sound");
            return ExitCode.FINE.number();
        }
    }
}
