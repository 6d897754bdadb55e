package dev.sluice.edge;

import java.util.Objects;

/**
 * A reason for which no request should be sent here.
 *
 * @param summary for everybody
 * @param text with what names places on this machine, for those who may see its state
 */
public record Outage(String summary, String text) {
    public Outage {
        Objects.requireNonNull(summary);
        Objects.requireNonNull(text);
    }
}
