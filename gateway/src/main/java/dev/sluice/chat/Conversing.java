package dev.sluice.chat;

import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.Flights.Flight;
import dev.sluice.conversation.Known;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Turns;
import dev.sluice.http.Exchange;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.NewestTurn;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import dev.sluice.registry.Upstream;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides how a chat is told to an upstream: with all its history, or where it was left. */
final class Conversing {
    /** The client named a conversation, and the upstream's memory is not used. */
    private static final String IGNORED = "CONVERSATION-IGNORED";

    /** What OpenDify called a user at Dify, before the name. */
    private static final String FORMER_PREFIX = "open_webui_";

    /** Nobody, and the user that OpenDify took for everybody it did not know. */
    private static final Set<String> SHARED = Set.of("", "default_user");

    /** Nobody can tell right now whether the chat has a conversation. */
    private static final String UNREAD = "CONVERSATION-UNREAD";

    /** In which conversation the answer is. */
    private static final String CONVERSATION = "x-dify-conversation-id";

    /** Whether it is another one than the chat had. */
    static final String RESET = "x-conversation-reset";

    private static final String WAY = "x-sluice-conversation";

    /** Whatever an upstream calls it, nobody breaks out of a header. */
    private static final Pattern HEADER_TEXT = Pattern.compile("[!-~]{1,200}");

    private final Conversations conversations;
    private final InstantSource clock;

    Conversing(Conversations conversations, InstantSource clock) {
        this.conversations = conversations;
        this.clock = clock;
    }

    /** Waits until nobody else is in the chat; whoever begins a talk closes it. */
    Talk begin(Exchange exchange, Upstream upstream, Facts facts, Asked asked) {
        ChatSettings settings = upstream.config().chats();
        ChatRequest request = request(exchange, asked, settings.memory());
        String user = asked.speaker().under(settings.user());
        boolean named = !request.app().conversation().isEmpty();
        if (!upstream.dialect().converses(facts)) {
            return new UntiedTalk(request, user);
        }
        if (named || asked.side() || asked.chat().isAbsent() || !remembers(settings.memory())) {
            tell(exchange, named ? Telling.Way.CONTINUED : Telling.Way.NEW);
            return new UntiedTalk(request, user);
        }
        var key =
                new ChatKey(
                        ChatKey.DEFAULT_TENANT,
                        asked.speaker().client(),
                        upstream.name(),
                        asked.speaker().user(),
                        asked.chat().name());
        Flight flight = conversations.flights().enter(exchange, key);
        try {
            var tie =
                    new Tie(
                            key,
                            asked.chat().source(),
                            Turns.of(asked.request().messages()),
                            conversations.find(key));
            var anew = new Telling(request, user, Telling.Way.NEW);
            return tied(exchange, tie, flight, anew, settings.memory() == Memory.LAST_TURN);
        } catch (RuntimeException failed) {
            flight.close();
            throw failed;
        }
    }

    private static boolean remembers(Memory memory) {
        return switch (memory) {
            case MAPPED, LAST_TURN -> true;
            case STATELESS, EXPLICIT -> false;
        };
    }

    private static ChatRequest request(Exchange exchange, Asked asked, Memory memory) {
        ChatRequest request = asked.request();
        return switch (memory) {
            case MAPPED, EXPLICIT -> request;
            case LAST_TURN -> request.saying(NewestTurn.of(request.messages()));
            case STATELESS -> {
                if (!asked.conversation().isEmpty()) {
                    exchange.warn(IGNORED);
                }
                yield request.in("");
            }
        };
    }

    /**
     * @param always whether the conversation goes on, whatever the request shows
     */
    private Talk tied(Exchange exchange, Tie tie, Flight flight, Telling anew, boolean always) {
        var around = new TiedTalk.Surroundings(exchange, conversations, clock);
        return switch (tie.known()) {
            case Known.Unmapped(String unclaimed) -> {
                boolean may = !unclaimed.isEmpty() && !SHARED.contains(tie.key().user());
                Telling first = may ? claiming(unclaimed, tie.key().user(), anew) : anew;
                yield new TiedTalk(around, tie, flight, first, anew);
            }
            case Known.Unsure _ -> {
                exchange.warn(UNREAD);
                yield new TiedTalk(around, tie, flight, anew, anew);
            }
            case Known.Mapped(Mapping mapping) -> {
                Telling fresh = anew.as(Telling.Way.RESEEDED);
                boolean goesOn = always || mapping.past().goesOnWith(tie.turns());
                Telling first = goesOn ? continuing(mapping, anew) : fresh;
                yield new TiedTalk(around, tie, flight, first, fresh);
            }
        };
    }

    /** If it is not this user's, the upstream will say that there is no such conversation. */
    private static Telling claiming(String conversation, String user, Telling anew) {
        return new Telling(
                anew.request().in(conversation), FORMER_PREFIX + user, Telling.Way.CONTINUED);
    }

    private static Telling continuing(Mapping mapping, Telling anew) {
        return new Telling(
                anew.request().in(mapping.conversation()),
                mapping.upstreamUser(),
                Telling.Way.CONTINUED);
    }

    /** In the answer's head, unless that is under way, and in the record. */
    static void tell(Exchange exchange, Telling.Way way) {
        exchange.with(WAY, way.told());
        exchange.note(exchange.notes().going(way.told()));
    }

    /** In which conversation it is. */
    static void tell(Exchange exchange, String conversation) {
        if (HEADER_TEXT.matcher(conversation).matches()) {
            exchange.with(CONVERSATION, conversation);
        }
    }

    /** Another upstream is asked, which has conversations of its own or none. */
    static void tellNothing(Exchange exchange) {
        exchange.without(CONVERSATION, RESET, WAY);
        exchange.note(exchange.notes().going(""));
    }
}
