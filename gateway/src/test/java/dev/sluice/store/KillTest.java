package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged outlasts the process, however it ends. */
final class KillTest {
    private static final int ROUNDS = 5;
    private static final int MOST_ACKNOWLEDGED = 1_500;

    @TempDir Path folder;

    @Test
    void every_acknowledged_row_is_there_after_a_kill() throws Exception {
        var chance = new Random(20_261_121);
        var acknowledged = new HashSet<String>();
        for (int round = 0; round < ROUNDS; round++) {
            int enough = 1 + chance.nextInt(MOST_ACKNOWLEDGED);

            acknowledged.addAll(writeUntilKilled("r" + round, enough));

            assertThat(pairs()).containsAll(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
    }

    @Test
    void commits_wait_for_the_disk() {
        try (var store = Scene.sqlite(folder).open()) {
            assertThat(store.truth().<String>write(handle -> pragma(handle, "synchronous")))
                    .isEqualTo("2");
            assertThat(store.truth().<String>write(handle -> pragma(handle, "journal_mode")))
                    .isEqualTo("wal");
            assertThat(store.flow().<String>write(handle -> pragma(handle, "synchronous")))
                    .isEqualTo("1");
        }
    }

    private Set<String> writeUntilKilled(String prefix, int enough) throws Exception {
        Process process = start(prefix);
        var acknowledged = new LinkedHashSet<String>();
        try (BufferedReader output = process.inputReader()) {
            while (acknowledged.size() < enough) {
                acknowledged.add(whole(output.readLine()));
            }
            process.toHandle().destroyForcibly();
            // What it said before it died still counts, but for a line it could not finish.
            output.lines()
                    .filter(line -> line.endsWith("."))
                    .forEach(line -> acknowledged.add(whole(line)));
        } finally {
            process.toHandle().destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        return acknowledged;
    }

    private static String whole(String line) {
        assertThat(line).as("what the process says").isNotNull().endsWith(".");
        return line.substring(0, line.length() - 1);
    }

    private Process start(String prefix) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriting.class.getName(),
                        folder.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The ids of which both rows are there; of none is there only one. */
    private Set<String> pairs() {
        try (var store = Scene.sqlite(folder).open()) {
            assertThat(store.truth().<String>read(handle -> pragma(handle, "integrity_check")))
                    .isEqualTo("ok");
            List<String> ids = Scene.ids(store.truth());
            var rows = Set.copyOf(ids);
            assertThat(ids)
                    .allSatisfy(id -> assertThat(rows).contains(stem(id) + "a", stem(id) + "b"));
            return ids.stream().map(KillTest::stem).collect(Collectors.toSet());
        }
    }

    private static String stem(String id) {
        return id.substring(0, id.length() - 1);
    }

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }
}
