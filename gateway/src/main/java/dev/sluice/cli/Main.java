package dev.sluice.cli;

import dev.sluice.access.AccessException;
import dev.sluice.cli.bench.BenchCommand;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.protocol.Unprintable;
import dev.sluice.store.StoreException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: one command line, one exit code. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "One gateway in front of all your Dify apps, for clients of the OpenAI API.",
            "Planned, and not in this version: Ollama nodes, OpenAI-compatible providers and HTTP"
                    + " services behind it; the Anthropic and Ollama APIs before it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "In a source tree `sluice test` builds everything and runs all tests.",
            "SLUICE_JAVA_OPTS adds options for the JVM, such as -Xmx2g.",
            "`sluice COMMAND --help` explains a command."
        })
public final class Main implements Runnable {
    private final CommandLine line;
    private final String[] args;

    private Main(String... args) {
        this.args = withoutHelpCommand(args);
        line = new CommandLine(this);
        String first = this.args.length == 0 ? "" : this.args[0];
        // Looking at every command costs a tenth of the start; only help needs them all.
        Map<String, Supplier<Callable<Integer>>> commands = commands();
        commands.forEach((name, command) -> {
            if (name.equals(first) || !commands.containsKey(first)) {
                line.addSubcommand(name, command.get());
            }
        });
    }

    /** {@code help keys create} asks what {@code keys create --help} does. */
    private static String[] withoutHelpCommand(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        String[] same = Arrays.copyOfRange(args, 1, args.length + 1);
        same[same.length - 1] = "--help";
        return same;
    }

    /** The one list of commands. */
    private static Map<String, Supplier<Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
        commands.put("serve", ServeCommand::new);
        commands.put("demo", () -> new DemoCommand(new SecureRandom()));
        commands.put("keys", () -> new KeysCommand(System.getenv()));
        commands.put("explain", ExplainCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("reload", ReloadCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("reset", ResetCommand::new);
        commands.put("routes", RoutesCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("version", VersionCommand::new);
        return commands;
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new Main(args).execute();
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        var main = new Main(args);
        main.line.setOut(out).setErr(err);
        return main.execute();
    }

    private int execute() {
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
        PrintWriter err = command.getErr();
        boolean noCommand =
                wrong instanceof UnmatchedArgumentException
                        && command.getParent() == null
                        && !args[0].startsWith("-");
        if (noCommand) {
            err.println("There is no command `" + args[0] + "`.");
            FamiliarWords.advice(args[0], commands().keySet()).ifPresent(err::println);
        } else {
            err.println(wrong.getMessage());
            UnmatchedArgumentException.printSuggestions(wrong, err);
        }
        err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return ExitCode.USAGE.number();
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult result) {
        return switch (failure) {
            case CommandFailedException told -> tell(command, told, told.code());
            case InvalidConfiguration told -> tell(command, told, ExitCode.CONFIGURATION);
            case StoreException told -> tell(command, told, code(told.kind()));
            case AccessException told -> tell(command, told, ExitCode.FAILED);
            // Whatever else was thrown was not foreseen.
            default -> {
                failure.printStackTrace(command.getErr());
                yield ExitCode.BUG.number();
            }
        };
    }

    /** These failures have a message for the user. */
    private static int tell(CommandLine command, RuntimeException failure, ExitCode code) {
        // It can repeat what stands in a file or in the answer of a server.
        String message = String.valueOf(failure.getMessage());
        command.getErr().println(Unprintable.replacedInLines(message, "?"));
        return code.number();
    }

    private static ExitCode code(StoreException.Kind kind) {
        return switch (kind) {
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
    }
}
