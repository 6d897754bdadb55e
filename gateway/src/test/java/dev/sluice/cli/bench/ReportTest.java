package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
    private final Results results = new Results();

    @Test
    void the_text_has_a_line_a_measure_with_columns_under_each_other() {
        assertThat(report().text())
                .isEqualTo(
                        """
                        scenario  measure        unit   direct         nginx             bare Sluice       Sluice            Sluice / nginx  target
                        paced     CPU per event  µs     –              16.0 (15.0–17.0)  20.0 (20.0–20.0)  24.0 (24.0–24.0)  1.50            ≤ 1.8 × nginx: met
                        paced     events         per s  500 (500–500)  –                 –                 –                 –               –

                        One note.
                        """);
    }

    @Test
    void the_markdown_names_command_date_and_machine() {
        assertThat(report().markdown())
                .isEqualTo(
                        """
                        `sluice bench --quick` on 2026-11-21, two cores.

                        | scenario | measure | unit | direct | nginx | bare Sluice | Sluice | Sluice / nginx | target |
                        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                        | paced | CPU per event | µs | – | 16.0 (15.0–17.0) | 20.0 (20.0–20.0) | 24.0 (24.0–24.0) | 1.50 | ≤ 1.8 × nginx: met |
                        | paced | events | per s | 500 (500–500) | – | – | – | – | – |

                        - One note.
                        """);
    }

    @Test
    void the_json_holds_every_value() {
        JsonNode json = JsonMapper.shared().readTree(report().json());

        JsonNode cost = json.path("measures").path(0);
        assertThat(cost.path("name").asString()).isEqualTo("CPU per event");
        assertThat(cost.path("nginx")).hasToString("[15.0,17.0]");
        assertThat(cost.path("bare Sluice")).hasToString("[20.0]");
        assertThat(cost.path("Sluice")).hasToString("[24.0]");
        assertThat(cost.path("target_met").asBoolean()).isTrue();
        assertThat(json.path("measures").path(1).has("target_met")).isFalse();
        assertThat(json.path("notes").path(0).asString()).isEqualTo("One note.");
    }

    @Test
    void a_measure_that_nobody_took_has_no_line() {
        results.announce(Measure.of(Scenario.SLOW, "RSS", "KiB"));

        assertThat(report().text()).doesNotContain("RSS");
    }

    private Report report() {
        Measure cost =
                Measure.of(Scenario.PACED, "CPU per event", "µs")
                        .target(new Target.TimesNginx(1.8));
        results.announce(cost);
        results.add(Measure.of(Scenario.PACED, "events", "per s"), Contender.DIRECT, 500);
        results.add(cost, Contender.NGINX, 15);
        results.add(cost, Contender.NGINX, 17);
        results.add(cost, Contender.BARE_SLUICE, 20);
        results.add(cost, Contender.SLUICE, 24);
        return new Report(
                LocalDate.of(2026, 11, 21),
                "sluice bench --quick",
                "two cores",
                results.rows(),
                List.of("One note."));
    }
}
