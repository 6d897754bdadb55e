package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The processor time of a compiler. */
final class CompilerTimeTest {
    @ParameterizedTest
    @CsvSource({
        "C2 CompilerThre, 42",
        "C1 CompilerThre, 42",
        "VM Thread, 0",
        "a) b (C2 CompilerThre, 0",
        "java, 0"
    })
    void the_time_of_its_threads_counts_and_no_other(String name, long ticks) {
        String stat =
                "7 (" + name + ") S 1 7 7 0 -1 4194304 0 0 0 0 40 2 0 0 20 0 1 0 1 2 3 4 5 6 7 8";

        assertThat(CompilerTime.ticks(stat)).isEqualTo(ticks);
    }

    @Test
    @EnabledOnOs(LINUX)
    void a_java_that_has_run_for_a_while_has_compiled() {
        var self = ProcessHandle.current();

        assertThat(CompilerTime.of(self.pid()))
                .isPositive()
                .isLessThanOrEqualTo(self.info().totalCpuDuration().orElseThrow());
    }

    @Test
    void of_a_process_that_is_not_there_nothing_is_told() {
        assertThat(CompilerTime.of(Long.MAX_VALUE)).isEqualTo(Duration.ZERO);
    }
}
