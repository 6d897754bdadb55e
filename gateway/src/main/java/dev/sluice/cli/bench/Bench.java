package dev.sluice.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Carries out the scenarios, the contenders taking turns in every round. */
final class Bench {
    private final Workbench workbench;
    private final Extent extent;
    private final PrintWriter out;
    private final Results results = new Results();
    private final List<String> failures = new ArrayList<>();

    /**
     * @param out where it tells how far it is
     */
    Bench(Workbench workbench, Extent extent, PrintWriter out) {
        this.workbench = workbench;
        this.extent = extent;
        this.out = out;
    }

    void run(Set<Scenario> scenarios) throws IOException, InterruptedException {
        List<Scenario> chosen = scenarios.stream().sorted().toList();
        Duration whole =
                chosen.stream()
                        .map(this::experiment)
                        .map(this::time)
                        .reduce(Duration.ZERO, Duration::plus);
        var progress = new Progress(out, whole);
        for (Scenario scenario : chosen) {
            try (Experiment experiment = experiment(scenario)) {
                measure(scenario, experiment, progress);
            } catch (BenchFailedException failed) {
                progress.failed(failed.getMessage());
                failures.add(failed.getMessage());
            }
        }
    }

    List<Row> rows() {
        return results.rows();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    private void measure(Scenario scenario, Experiment experiment, Progress progress)
            throws IOException, InterruptedException {
        for (Contender contender : experiment.contenders()) {
            progress.begin(scenario, "warm-up", contender);
            experiment.warmUp(contender);
            progress.ended(experiment.warmUpTime());
        }
        for (int round = 1; round <= extent.rounds(); round++) {
            for (Contender contender : experiment.contenders()) {
                progress.begin(scenario, "round " + round + "/" + extent.rounds(), contender);
                experiment.round(contender);
                progress.ended(experiment.roundTime());
            }
        }
    }

    private Experiment experiment(Scenario scenario) {
        return switch (scenario) {
            case PACED -> steady(SteadyLoad.Kind.PACED);
            case BURST -> steady(SteadyLoad.Kind.BURST);
            case PLAIN -> steady(SteadyLoad.Kind.PLAIN);
            case CHAT -> steady(SteadyLoad.Kind.CHAT);
            case SLOW -> new SlowStreams(workbench, extent, results);
            case DISCONNECTS -> new Disconnects(workbench, extent, results);
            case COLD_START -> new ColdStarts(workbench, results);
            case LOOKUP -> new LookUps(workbench.folder(), extent, results, out);
        };
    }

    private Experiment steady(SteadyLoad.Kind kind) {
        return new SteadyLoad(workbench, extent, results, kind);
    }

    private Duration time(Experiment experiment) {
        return experiment
                .warmUpTime()
                .plus(experiment.roundTime().multipliedBy(extent.rounds()))
                .multipliedBy(experiment.contenders().size());
    }
}
