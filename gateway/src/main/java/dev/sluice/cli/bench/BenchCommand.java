package dev.sluice.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures Sluice beside nginx and beside nothing at all, with a simulated upstream;"
                        + " takes about half an hour.",
        footer = {
            "",
            "Sluice runs as it does by default, with keys, metering and records. Where processor"
                    + " time has a target, a bare Sluice runs too: in open mode, without records.",
            "The method, the targets and the last numbers are in docs/reference/performance.md.",
            "Exit code 0 even when a target is missed; 2 when something could not be measured."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int FINE = 0;
    private static final int FAILED = 2;

    @Option(names = "--quick", description = "About two minutes: shorter, fewer, less certain.")
    private boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often every contender has its turn; 5, with --quick 2.")
    private int rounds;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "How many slow streams are held at once; 5000, with --quick 1000.")
    private int streams;

    @Option(
            names = "--mappings",
            paramLabel = "N",
            description =
                    "Among how many mappings of chats to conversations look-ups are measured, beside"
                            + " 1000; 10000000, with --quick 100000.")
    private int mappings;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "Only this one; may be repeated: ${COMPLETION-CANDIDATES}.")
    private List<Scenario> scenarios = new ArrayList<>();

    @Option(
            names = "--profile",
            description = "Also tells the five methods in which Sluice spends most of its time.")
    private boolean profile;

    @Option(names = "--markdown", description = "Prints the table as Markdown.")
    private boolean markdown;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes every value of every round to the file.")
    private Path json = Path.of("");

    @Option(
            names = "--distribution",
            paramLabel = "FOLDER",
            description = "The built Sluice to measure; without it, this one.")
    private Path distribution = Path.of("");

    @Spec private CommandSpec spec;

    private final Clock clock;

    public BenchCommand() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    BenchCommand(Clock clock) {
        this.clock = clock;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return measure();
        } catch (BenchFailedException | IOException failed) {
            spec.commandLine().getErr().println("bench: " + failed.getMessage());
            return FAILED;
        }
    }

    private int measure() throws IOException, InterruptedException {
        Extent extent = extent();
        int connections = OpenFiles.needed(extent);
        OpenFiles.require(connections);
        var machine = Machine.describe();
        var cores = Cores.divide();
        var measured =
                distribution.toString().isEmpty()
                        ? Distribution.own()
                        : new Distribution(distribution);
        measured.prepare();
        try (var workbench = new Workbench(cores, measured, connections)) {
            var notes = notes(cores, workbench, extent);
            notes.forEach(spec.commandLine().getErr()::println);
            var bench = new Bench(workbench, extent, spec.commandLine().getErr());
            bench.run(chosen());
            notes.addAll(bench.failures());
            if (profile) {
                notes.add(
                        "Sluice's time under paced streams, by the method that was running: "
                                + String.join("; ", new CpuProfile(workbench, extent).top()));
            }
            show(new Report(LocalDate.now(clock), command(), machine, bench.rows(), notes));
            return bench.failures().isEmpty() ? FINE : FAILED;
        }
    }

    private Extent extent() {
        Extent usual = quick ? Extent.QUICK : Extent.FULL;
        if (rounds < 0 || streams < 0 || mappings < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds, --streams and --mappings take a number of at least 1");
        }
        return usual.rounds(rounds == 0 ? usual.rounds() : rounds)
                .slowStreams(streams == 0 ? usual.slowStreams() : streams)
                .mappings(mappings == 0 ? usual.mappings() : mappings);
    }

    private Set<Scenario> chosen() {
        return scenarios.isEmpty() ? EnumSet.allOf(Scenario.class) : EnumSet.copyOf(scenarios);
    }

    private static List<String> notes(Cores cores, Workbench workbench, Extent extent) {
        var notes = new ArrayList<String>();
        notes.add(
                "Warm-up of each server at least %d s, under a steady load until its compiler is quiet; %d rounds, windows of %d s; median (lowest–highest round)."
                        .formatted(
                                extent.warmUp().toSeconds(),
                                extent.rounds(),
                                extent.window().toSeconds()));
        notes.add(
                "Sluice knows its clients by a key and keeps records; bare Sluice is in open mode and keeps none.");
        notes.add(
                cores.apart()
                        ? "Each server alone on core 0, load and simulator on core 1."
                        : "Pinning is impossible here (it needs two cores and taskset): servers, load and simulator share the processor, and times are unsure.");
        if (!workbench.contenders().contains(Contender.NGINX)) {
            notes.add(Nginx.MISSING);
        }
        return notes;
    }

    private String command() {
        return "sluice " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private void show(Report report) throws IOException {
        if (!json.toString().isEmpty()) {
            Files.writeString(json, report.json());
        }
        var out = spec.commandLine().getOut();
        out.print(markdown ? report.markdown() : report.text());
        out.flush();
    }
}
