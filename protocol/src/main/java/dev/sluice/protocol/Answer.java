package dev.sluice.protocol;

import java.util.Objects;
import java.util.Optional;

/** What the response to a run is, as its head shows. */
public sealed interface Answer {

    /** What reads its events, where there is an answer. */
    Optional<EventReader> reader();

    /** Events that come while the run goes on. */
    record Stream(EventReader events) implements Answer {
        public Stream {
            Objects.requireNonNull(events);
        }

        @Override
        public Optional<EventReader> reader() {
            return Optional.of(events);
        }
    }

    /** One body that is sent when the run is over; the reader has its events at the end. */
    record Whole(EventReader events) implements Answer {
        public Whole {
            Objects.requireNonNull(events);
        }

        @Override
        public Optional<EventReader> reader() {
            return Optional.of(events);
        }
    }

    /** No answer; {@link UpstreamDialect#refusal} says what the whole response means. */
    record Refusal() implements Answer {
        @Override
        public Optional<EventReader> reader() {
            return Optional.empty();
        }
    }
}
