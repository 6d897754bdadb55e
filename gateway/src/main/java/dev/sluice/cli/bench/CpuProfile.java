package dev.sluice.cli.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.sluice.testkit.load.Rhythm;
import dev.sluice.testkit.load.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where Sluice spends its processor time under paced streams, by samples of the flight recorder.
 */
final class CpuProfile {
    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final Duration START = Duration.ofSeconds(3);
    private static final Rhythm PACED = Rhythm.steady(200, Duration.ofSeconds(1));
    private static final int SHOWN = 5;
    private static final double PERCENT = 100;

    private final Workbench bench;
    private final Extent extent;

    CpuProfile(Workbench bench, Extent extent) {
        this.bench = bench;
        this.extent = extent;
    }

    /** The five methods that were running most often, as lines of text. */
    List<String> top() throws IOException, InterruptedException {
        Path file = bench.folder().resolve("sluice.jfr");
        long delay = START.plus(extent.warmUp()).toSeconds();
        String recording =
                "-XX:StartFlightRecording:%s#enabled=true,%s#throttle=5ms,delay=%ds,dumponexit=true,filename=%s"
                        .formatted(SAMPLE, SAMPLE, delay, file);
        try (Server server = bench.launch(Contender.SLUICE, recording)) {
            new FirstAnswers(bench).await(server);
            try (Traffic traffic = bench.begin(bench.chat(server, BenchApp.PACED, true), PACED)) {
                MILLISECONDS.sleep(START.plus(extent.warmUp()).plus(extent.window()).toMillis());
                Checks.sound(traffic.take(), Scenario.PACED, Contender.SLUICE);
            }
        }
        return top(file);
    }

    private static List<String> top(Path file) throws IOException {
        var samples = new HashMap<String, Integer>();
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)) {
                    samples.merge(method(event), 1, Integer::sum);
                }
            }
        }
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        return samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .map(entry ->
                        "%s %% %s"
                                .formatted(
                                        Samples.text(PERCENT * entry.getValue() / all),
                                        entry.getKey()))
                .toList();
    }

    private static String method(RecordedEvent event) {
        var stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return "(no Java frame: the JVM itself)";
        }
        RecordedFrame top = stack.getFrames().getFirst();
        return top.getMethod().getType().getName() + "." + top.getMethod().getName();
    }
}
