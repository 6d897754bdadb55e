package dev.sluice.protocol;

/** Takes events one by one. */
@FunctionalInterface
public interface EventSink {
    void event(ChatEvent event);
}
