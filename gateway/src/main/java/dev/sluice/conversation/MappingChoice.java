package dev.sluice.conversation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the conversation whose history a request repeats. */
public final class MappingChoice {
    private MappingChoice() {}

    /**
     * Which of them goes on; two that fit equally well are none, since the request could be of
     * either.
     *
     * @param parent what the front end calls the answer before the question, empty when it does not
     *     say
     */
    public static Optional<Mapping> choose(List<Mapping> mappings, Turns shown, String parent) {
        List<Mapping> named =
                mappings.stream()
                        .filter(mapping -> !parent.isEmpty())
                        .filter(mapping -> mapping.past().messageId().equals(parent))
                        .toList();
        if (named.size() == 1) {
            return Optional.of(named.getFirst());
        }
        boolean only = mappings.size() == 1;
        // Each digests all turns of the request.
        Map<Fit, List<Mapping>> fits =
                mappings.stream()
                        .collect(Collectors.groupingBy(mapping -> fit(mapping, shown, only)));
        for (Fit fit : List.of(Fit.EXACT, Fit.WHOLE, Fit.START, Fit.TRIMMED)) {
            List<Mapping> fitting =
                    fits.getOrDefault(fit, List.of()).stream()
                            .filter(mapping -> fit == Fit.EXACT || mayEndWith(mapping, parent))
                            .toList();
            if (!fitting.isEmpty()) {
                return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether the request shows only an end of what the conversation holds. */
    public static boolean isTrimmed(Mapping mapping, Turns shown) {
        return fit(mapping, shown, true) == Fit.TRIMMED;
    }

    /** Whether its last answer may be the one that stands before the question. */
    private static boolean mayEndWith(Mapping mapping, String parent) {
        String message = mapping.past().messageId();
        return parent.isEmpty() || message.isEmpty() || message.equals(parent);
    }

    private static Fit fit(Mapping mapping, Turns shown, boolean only) {
        return mapping.past().fit(shown, mapping.key(), only);
    }

    static Optional<Mapping> newest(List<Mapping> mappings) {
        return mappings.stream().max(Comparator.comparingLong(Mapping::usedAtMillis));
    }
}
