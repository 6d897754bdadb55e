package dev.sluice.http;

import java.util.Map;
import java.util.stream.Collectors;

/** Addresses are taken, or are not this machine's. */
public final class CannotListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Listen, Throwable> refused;

    CannotListenException(Map<Listen, Throwable> refused) {
        super(
                refused.keySet().stream()
                        .map(Listen::toString)
                        .sorted()
                        .collect(Collectors.joining(", ", "cannot listen on ", "")));
        this.refused = Map.copyOf(refused);
    }

    /** What each address was refused for, in the network's own words. */
    public Map<Listen, String> refused() {
        return refused.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, e -> String.valueOf(e.getValue().getMessage())));
    }

    /** Whether somebody else listens there, or this process may not. */
    public static boolean taken(String why) {
        // The native transport has an exception of its own; the system's words are the same.
        return why.contains("in use");
    }

    public boolean portTaken() {
        return refused().values().stream().anyMatch(CannotListenException::taken);
    }
}
