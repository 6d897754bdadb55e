package dev.sluice.chat;

import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.Flights.Flight;
import dev.sluice.conversation.ImportedUsers;
import dev.sluice.conversation.Known;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.MappingChoice;
import dev.sluice.conversation.Turns;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.NewestTurn;
import dev.sluice.protocol.TargetModel;
import dev.sluice.records.RecordedExchange;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import dev.sluice.registry.Upstream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides how a chat is told to an upstream: with all its history, or where it was left. */
final class Conversing {
    /** The client named a conversation, and the upstream's memory is not used. */
    private static final String IGNORED = "CONVERSATION-IGNORED";

    /** Only the end of the chat was sent, and it was found by that. */
    private static final String TRIMMED = "HISTORY-TRIMMED";

    /** Nobody can tell right now whether the chat has a conversation. */
    private static final String UNREAD = "CONVERSATION-UNREAD";

    /** Whether it is another one than the chat had. */
    static final String RESET = "x-conversation-reset";

    private static final String WAY = "x-sluice-conversation";

    private final Conversations conversations;
    private final ImportedUsers importedUsers;
    private final InstantSource clock;

    Conversing(Conversations conversations, ImportedUsers importedUsers, InstantSource clock) {
        this.conversations = conversations;
        this.importedUsers = importedUsers;
        this.clock = clock;
    }

    /** Waits until nobody else is in the chat; the caller closes the talk. */
    Talk begin(RecordedExchange recorded, Upstream upstream, TargetModel target, Asked asked) {
        ChatSettings settings = upstream.config().chats();
        ChatRequest request =
                recorded.exchange().compute(() -> request(recorded, asked, settings.memory()));
        String user = asked.speaker().under(settings.user());
        if (upstream.dialect().conversations(target).isEmpty()) {
            return new UntiedTalk(request, user);
        }
        if (!isRemembered(asked, settings.memory())) {
            boolean named = !request.conversation().isEmpty();
            tell(recorded, named ? Telling.Way.CONTINUED : Telling.Way.NEW);
            return new UntiedTalk(named ? NewestTurn.alone(request) : request, user);
        }
        var key =
                new ChatKey(
                        ChatKey.DEFAULT_TENANT,
                        asked.speaker().client(),
                        upstream.name(),
                        asked.speaker().user(),
                        asked.chat().name(),
                        asked.request().model());
        var fresh = new Telling(request, user, Telling.Way.NEW);
        var search = new Search(recorded, asked, settings.memory(), fresh);
        return key.namesChat() ? inChat(search, key) : byHistory(search, key);
    }

    private static boolean isRemembered(Asked asked, Memory memory) {
        boolean known =
                !asked.chat().isAbsent() || (asked.rules().byHistory() && memory == Memory.MAPPED);
        return known && !asked.side() && asked.conversation().isEmpty() && remembers(memory);
    }

    /**
     * A request whose conversation is looked for.
     *
     * @param fresh all of it, for a new conversation
     */
    private record Search(RecordedExchange recorded, Asked asked, Memory memory, Telling fresh) {
        Turns turns() {
            return recorded.exchange()
                    .compute(() ->
                            Turns.of(asked.request().messages(), asked.options().instructions()));
        }

        Optional<Mapping> choice(Known known, Turns turns) {
            boolean blind = !asked.rules().historySent() && !turns.hasHistory();
            return memory == Memory.LAST_TURN || blind
                    ? known.newest()
                    : MappingChoice.choose(known.mappings(), turns, asked.turn().parent());
        }
    }

    private Talk inChat(Search search, ChatKey key) {
        Flight flight = conversations.flights().enter(search.recorded().exchange(), key);
        try {
            Tie tie = tie(search, key, search.turns());
            Optional<Mapping> chosen = search.choice(tie.known(), tie.turns());
            return tied(search, tie, flight, chosen.orElse(null));
        } catch (RuntimeException | Error failed) {
            flight.close();
            throw failed;
        }
    }

    private Tie tie(Search search, ChatKey key, Turns turns) {
        // Without a name and without history there is nothing to look for.
        boolean searched = key.namesChat() || turns.hasHistory();
        Known known = searched ? conversations.find(key, turns) : Known.NOTHING;
        String message = search.asked().turn().answer();
        return new Tie(key, search.asked().chat().source(), turns, known, message);
    }

    /** Only a conversation can be waited for, so it is chosen twice: before and after. */
    private Talk byHistory(Search search, ChatKey key) {
        Tie tie = tie(search, key, search.turns());
        Optional<Mapping> chosen = search.choice(tie.known(), tie.turns());
        if (chosen.isEmpty()) {
            return tied(search, tie, conversations.flights().unlocked(), null);
        }
        String conversation = chosen.get().conversation();
        Flight flight =
                conversations.flights().enter(search.recorded().exchange(), key, conversation);
        try {
            tie = tie(search, key, tie.turns());
            Optional<Mapping> still =
                    search.choice(tie.known(), tie.turns())
                            .filter(mapping -> mapping.conversation().equals(conversation));
            if (still.isEmpty()) {
                flight.close();
            }
            return tied(search, tie, flight, still.orElse(null));
        } catch (RuntimeException | Error failed) {
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

    private static ChatRequest request(RecordedExchange recorded, Asked asked, Memory memory) {
        ChatRequest request = HiddenIds.without(asked.request());
        return switch (memory) {
            case MAPPED, EXPLICIT -> request;
            case LAST_TURN -> NewestTurn.alone(request);
            case STATELESS -> {
                if (!asked.conversation().isEmpty()) {
                    recorded.warn(IGNORED);
                }
                yield request.in("");
            }
        };
    }

    private Talk tied(Search search, Tie tie, Flight flight, @Nullable Mapping chosen) {
        var around = new TiedTalk.Surroundings(search.recorded(), conversations, clock);
        return new TiedTalk(around, tie, flight, plan(search, tie, chosen));
    }

    private TiedTalk.Plan plan(Search search, Tie tie, @Nullable Mapping chosen) {
        Telling fresh = search.fresh();
        if (chosen != null) {
            Telling first = continuing(search, tie.turns(), chosen);
            return new TiedTalk.Plan(chosen, first, fresh.as(Telling.Way.RESEEDED));
        }
        if (!tie.known().whole()) {
            search.recorded().warn(UNREAD);
        }
        if (tie.turns().hasHistory()) {
            Optional<Telling> claim = claim(search, tie);
            boolean seeded = !tie.known().mappings().isEmpty() && tie.key().namesChat();
            Telling anew = seeded ? fresh.as(Telling.Way.RESEEDED) : fresh;
            return new TiedTalk.Plan(null, claim.orElse(anew), claim.isPresent() ? fresh : anew);
        }
        return new TiedTalk.Plan(null, fresh, fresh);
    }

    /** An imported conversation, whose owner only the upstream knows. */
    private Optional<Telling> claim(Search search, Tie tie) {
        String unclaimed = tie.known().unclaimed();
        Optional<String> owner = importedUsers.of(tie.key().user());
        if (!unclaimed.isEmpty() && owner.isPresent()) {
            return Optional.of(search.fresh().claiming(unclaimed, owner.get()));
        }
        if (tie.key().namesChat()) {
            return Optional.empty();
        }
        // Any other name could be a client's own, whose conversations nobody else may reach.
        return HiddenIds.conversation(search.asked().request())
                .map(hidden -> search.fresh().claiming(hidden, importedUsers.shared()));
    }

    private static Telling continuing(Search search, Turns turns, Mapping mapping) {
        if (MappingChoice.isTrimmed(mapping, turns)) {
            search.recorded().warn(TRIMMED);
        }
        ChatRequest request = search.fresh().request();
        List<Message> all = request.messages();
        var told = new ArrayList<Message>();
        if (mapping.past().hasOtherInstructions(turns)) {
            told.addAll(NewestTurn.instructions(all));
        }
        boolean wasCut = mapping.past().leavesAnswerOut(turns);
        told.addAll(NewestTurn.of(wasCut ? beyond(all, mapping.past().turns()) : all));
        return new Telling(
                request.saying(told).in(mapping.conversation()),
                mapping.upstreamUser(),
                Telling.Way.CONTINUED);
    }

    /** What follows the messages of the user's that were sent already. */
    private static List<Message> beyond(List<Message> messages, int sent) {
        int users = 0;
        for (int i = 0; i < messages.size(); i++) {
            users += messages.get(i) instanceof Message.User ? 1 : 0;
            if (users > sent) {
                return messages.subList(i, messages.size());
            }
        }
        return messages;
    }

    /** In the answer's head, unless that is under way, and in the record. */
    static void tell(RecordedExchange recorded, Telling.Way way) {
        recorded.exchange().with(WAY, way.told());
        recorded.note(notes -> notes.going(way.told()));
    }

    /** Another upstream is asked, which has conversations of its own or none. */
    static void tellNothing(RecordedExchange recorded) {
        recorded.exchange().without(RESET, WAY);
        recorded.note(notes -> notes.going(""));
    }
}
