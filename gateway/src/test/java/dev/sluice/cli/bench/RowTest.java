package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowTest {
    private static final Measure COST = Measure.of(Scenario.PACED, "CPU per event", "µs");

    @Test
    void the_rounds_middle_value_and_their_spread_are_shown() {
        assertThat(new Samples(List.of(3.0, 1.0, 20.0)).text()).isEqualTo("3.00 (1.00–20.0)");
        assertThat(new Samples(List.of(100.0, 250.0)).text()).isEqualTo("175 (100–250)");
    }

    @Test
    void a_target_in_multiples_of_nginx_is_judged_by_the_medians() {
        Measure measure = COST.target(new Target.TimesNginx(1.8));

        assertThat(row(measure, 10, 18).cells()).endsWith("1.80", "≤ 1.8 × nginx: met");
        assertThat(row(measure, 10, 18.1).cells()).endsWith("1.81", "≤ 1.8 × nginx: missed");
    }

    @Test
    void a_target_in_the_measures_own_unit_needs_no_nginx() {
        var measure =
                Measure.of(Scenario.SLOW, "RSS per idle stream", "KiB")
                        .target(new Target.AtMost(30));
        var row = new Row(measure, Map.of(Contender.SLUICE, new Samples(List.of(30.5))));

        assertThat(row.met()).contains(false);
        assertThat(row.cells())
                .containsExactly(
                        "slow",
                        "RSS per idle stream",
                        "KiB",
                        Row.NOTHING,
                        Row.NOTHING,
                        Row.NOTHING,
                        "30.5 (30.5–30.5)",
                        Row.NOTHING,
                        "≤ 30 KiB: missed");
    }

    @Test
    void without_nginx_a_multiple_of_it_is_not_judged() {
        var measure = COST.target(new Target.TimesNginx(3));
        var row = new Row(measure, Map.of(Contender.SLUICE, new Samples(List.of(1.0))));

        assertThat(row.met()).isEmpty();
        assertThat(row.cells()).last().isEqualTo("≤ 3 × nginx: not measured");
    }

    @Test
    void a_measure_without_a_target_is_not_judged() {
        assertThat(row(COST, 1, 2).cells()).last().isEqualTo(Row.NOTHING);
    }

    private static Row row(Measure measure, double nginx, double sluice) {
        return new Row(
                measure,
                Map.of(
                        Contender.NGINX, new Samples(List.of(nginx)),
                        Contender.SLUICE, new Samples(List.of(sluice))));
    }
}
