package dev.sluice.cli.bench;

import dev.sluice.testkit.Script;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The simulated Dify apps that the scenarios talk to. */
enum BenchApp {
    /** Fifty words a second, for ten seconds. */
    PACED {
        @Override
        SimulatedApp simulated() {
            return chat().tokens(500).every(Duration.ofMillis(20));
        }
    },
    /** As fast as it is read. */
    BURST {
        @Override
        SimulatedApp simulated() {
            return chat().tokens(2_000);
        }
    },
    /** One short answer in one event. */
    SHORT {
        @Override
        SimulatedApp simulated() {
            return chat().saying("A short answer.");
        }
    },
    /** Five words a second, longer than anybody listens. */
    LEISURELY {
        @Override
        SimulatedApp simulated() {
            return chat().tokens(3_000).every(Duration.ofMillis(200));
        }
    },
    /** One word, then only Dify's own pings. */
    SLOW {
        @Override
        SimulatedApp simulated() {
            return chat().script(
                            List.of(
                                    new Step.Text(Script.words(1).getFirst()),
                                    new Step.Pings(Duration.ofSeconds(10))));
        }
    };

    abstract SimulatedApp simulated();

    /** By which Sluice's clients know it. */
    String model() {
        return name().toLowerCase(Locale.ROOT);
    }

    String key() {
        return "app-bench-" + model();
    }

    SimulatedApp chat() {
        return SimulatedApp.chat(key());
    }
}
