package dev.sluice.conversation;

import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Lets one request at a time into a chat, in the order they came. Thread-safe. */
public final class Flights {
    /** More than a user can have meant. */
    static final int MOST_WAITING = 8;

    /** No run of an app takes so long. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final int COME_BACK_SECONDS = 5;

    private static final ChatKey NOBODYS = new ChatKey("", "", "", "", "", "");

    /** Those that wait for a chat; it is here as long as somebody is in it. */
    private final Map<Place, Deque<Pending<Boolean>>> waiting = new HashMap<>();

    /** Where only one may be: a chat that is named, or the conversation of one that is not. */
    private record Place(ChatKey chat, String conversation) {}

    /** Leave to go on without waiting, for a chat that nobody else can name. */
    public Flight unlocked() {
        var flight = new Flight(this, new Place(NOBODYS, ""));
        flight.over = true;
        return flight;
    }

    /**
     * Waits until nobody else is in the chat.
     *
     * @throws ChatFailedException when too many wait already, or the client has left
     */
    public Flight enter(Exchange exchange, ChatKey chat) {
        return enter(exchange, new Place(chat, ""));
    }

    /**
     * Waits until nobody else is in this conversation of a chat that is not named.
     *
     * @throws ChatFailedException when too many wait already, or the client has left
     */
    public Flight enter(Exchange exchange, ChatKey chat, String conversation) {
        return enter(exchange, new Place(chat, conversation));
    }

    private Flight enter(Exchange exchange, Place key) {
        var turn = new Pending<Boolean>();
        if (!queued(key, turn)) {
            throw new ChatFailedException(busy("Eight requests of this chat wait already."));
        }
        var flight = new Flight(this, key);
        try {
            exchange.await(
                    turn,
                    LIMIT,
                    () -> busy("The chat was busy for " + LIMIT.toMinutes() + " minutes."));
            return flight;
        } catch (ChatFailedException gone) {
            if (!left(key, turn)) {
                // Its turn came at the same moment.
                flight.close();
            }
            throw gone;
        }
    }

    private synchronized boolean queued(Place chat, Pending<Boolean> turn) {
        Deque<Pending<Boolean>> queue = waiting.get(chat);
        if (queue == null) {
            waiting.put(chat, new ArrayDeque<>());
            turn.complete(true);
            return true;
        }
        if (queue.size() == MOST_WAITING) {
            return false;
        }
        queue.add(turn);
        return true;
    }

    private synchronized boolean left(Place chat, Pending<Boolean> turn) {
        Deque<Pending<Boolean>> queue = waiting.get(chat);
        return queue != null && queue.remove(turn);
    }

    private synchronized void next(Place chat) {
        Deque<Pending<Boolean>> queue = waiting.get(chat);
        if (queue == null || queue.isEmpty()) {
            waiting.remove(chat);
        } else {
            queue.remove().complete(true);
        }
    }

    /** How many requests wait. */
    public synchronized int waiting() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** How many chats somebody is in. */
    public synchronized int open() {
        return waiting.size();
    }

    private static ChatFailure busy(String cause) {
        return ChatFailure.of(
                        FailureCode.CHAT_BUSY,
                        ChatFailure.CLIENT,
                        cause,
                        "Wait for the answers of this chat before asking again.")
                .retryAfter(COME_BACK_SECONDS);
    }

    /** The right to be in a chat; given back once. */
    public static final class Flight implements AutoCloseable {
        private final Flights flights;
        private final Place chat;
        private boolean over;

        private Flight(Flights flights, Place chat) {
            this.flights = flights;
            this.chat = chat;
        }

        /** Gives it back when the run is over, which may be after the client has left. */
        public void endWith(Loop loop, Pending<?> run) {
            run.settle(loop, _ -> close(), _ -> close());
        }

        @Override
        public synchronized void close() {
            if (!over) {
                over = true;
                flights.next(chat);
            }
        }
    }
}
