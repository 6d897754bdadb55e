package dev.sluice.testkit;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** The connections a server reads from at once; further ones are open, but wait unread. */
final class ConnectionPlaces {
    private final Set<Channel> held = new HashSet<>();
    private final Set<Channel> waiting = new LinkedHashSet<>();
    private int places = Integer.MAX_VALUE;

    synchronized void limit(int newPlaces) {
        places = newPlaces;
        fill();
    }

    /** Whether the connection has a place at once. */
    synchronized boolean enter(Channel channel) {
        waiting.add(channel);
        boolean free = held.size() < places;
        if (free) {
            waiting.remove(channel);
            held.add(channel);
        }
        return free;
    }

    synchronized void leave(Channel channel) {
        waiting.remove(channel);
        held.remove(channel);
        fill();
    }

    synchronized boolean isLimited() {
        return places < Integer.MAX_VALUE;
    }

    synchronized boolean has(Channel channel) {
        return held.contains(channel);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private void fill() {
        while (held.size() < places && !waiting.isEmpty()) {
            Channel next = waiting.iterator().next();
            waiting.remove(next);
            held.add(next);
            next.eventLoop().execute(() -> next.config().setAutoRead(true));
        }
    }
}
