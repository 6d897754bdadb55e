package dev.sluice.worker;

import java.util.Collection;
import java.util.stream.Collectors;

/** A thread that works until its owner closes it. Any thread may ask. */
public sealed interface Worker permits WorkerThread, WorkerSchedule {
    String name();

    /** Whether it ended though its owner has not closed it: what it did is done no longer. */
    boolean isDead();

    /** A line for people about those that are dead; empty when none is. */
    static String report(Collection<? extends Worker> workers) {
        String dead =
                workers.stream()
                        .filter(Worker::isDead)
                        .map(Worker::name)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return dead.isEmpty()
                ? ""
                : "threads: %s ended unexpectedly; restart the gateway".formatted(dead);
    }
}
