package dev.sluice.cli;

import dev.sluice.config.InvalidConfiguration;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: one command line, one exit code. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "One gate for every Dify app, Ollama node and HTTP service you run.",
        exitCodeListHeading = "%nExit codes:%n",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            RoutesCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "In a source tree `sluice test` builds everything and runs all tests.",
            "`sluice COMMAND --help` explains a command."
        })
public final class Main implements Runnable {
    private final CommandLine line;

    private Main() {
        line = new CommandLine(this);
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new Main().execute(args);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        var main = new Main();
        main.line.setOut(out).setErr(err);
        return main.execute(args);
    }

    private int execute(String... args) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        line.getCommandSpec().usageMessage().exitCodeList(codes);
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler(Main::failed);
        return line.execute(args);
    }

    /** Without a command there is only help to give. */
    @Override
    public void run() {
        line.usage(line.getOut());
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return ExitCode.USAGE.number();
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult result) {
        return switch (failure) {
            case InvalidConfiguration invalid -> {
                command.getErr().println(invalid.getMessage());
                yield ExitCode.CONFIGURATION.number();
            }
            case CommandFailedException told -> {
                command.getErr().println(told.getMessage());
                yield told.code().number();
            }
            // Whatever else was thrown was not foreseen.
            default -> {
                failure.printStackTrace(command.getErr());
                yield ExitCode.BUG.number();
            }
        };
    }
}
