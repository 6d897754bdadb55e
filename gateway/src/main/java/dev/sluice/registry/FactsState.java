package dev.sluice.registry;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Facts;
import java.util.Objects;
import java.util.Optional;

/** What is known of an upstream, and how that stands. */
public sealed interface FactsState {

    /** It has not answered yet, nor failed to. */
    record Pending() implements FactsState {}

    /** It has never said what it is, and this is why. */
    record Unknown(ChatFailure why) implements FactsState {
        public Unknown {
            Objects.requireNonNull(why);
        }
    }

    /** As it said the last time it was asked. */
    record Current(Facts facts) implements FactsState {
        public Current {
            Objects.requireNonNull(facts);
        }
    }

    /** It said so once, and this is why it no longer does. */
    record Outdated(Facts facts, ChatFailure why) implements FactsState {
        public Outdated {
            Objects.requireNonNull(facts);
            Objects.requireNonNull(why);
        }
    }

    /** After an answer. */
    default FactsState learned(Facts facts) {
        return new Current(facts);
    }

    /** After a failure; what was known stays. */
    default FactsState failed(ChatFailure why) {
        return known().<FactsState>map(facts -> new Outdated(facts, why)).orElse(new Unknown(why));
    }

    /** What it said of itself, if it ever did. */
    default Optional<Facts> known() {
        return switch (this) {
            case Pending() -> Optional.empty();
            case Unknown(_) -> Optional.empty();
            case Current(Facts facts) -> Optional.of(facts);
            case Outdated(Facts facts, _) -> Optional.of(facts);
        };
    }

    /** Why it was not read the last time, when it was not. */
    default Optional<ChatFailure> failure() {
        return switch (this) {
            case Pending() -> Optional.empty();
            case Unknown(ChatFailure why) -> Optional.of(why);
            case Current(_) -> Optional.empty();
            case Outdated(_, ChatFailure why) -> Optional.of(why);
        };
    }
}
