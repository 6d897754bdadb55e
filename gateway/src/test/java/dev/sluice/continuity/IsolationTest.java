package dev.sluice.continuity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.SimulatedApp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients, users and chats are called, and whatever they forge: nobody meets another. */
@Timeout(120)
final class IsolationTest {
    private static final int REQUESTS = 400;

    /** Names that a careless key would mix up. */
    private static final List<String> NAMES =
            List.of("ada", "eve", "ada:eve", "a", "c1", "default_user");

    private static final List<String> CHATS = List.of("c1", "c2", "ada", "eve:c1");
    private static final List<String> MODELS = List.of("a", "b");
    private static final List<String> SPEAKING = List.of("webui", "webui:ada");
    private static final List<String> ALONE = List.of("laptop", "ada");
    private static final Pattern OWNER = Pattern.compile("<([^>]*)>");

    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<Owner, List<String>> said = new LinkedHashMap<>();
    private final List<String> seenConversations = new ArrayList<>();
    private final Set<String> namedConversations = new HashSet<>();

    /** Who is really asking, and where. */
    private record Owner(String client, String user, String chat, String model) {
        /** In every word it says. */
        String mark() {
            return "<%s|%s|%s|%s>".formatted(client, user, chat, model);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_meets_anothers_words(long seed) {
        var chance = new Random(seed);
        var profile = seed == 2 ? Profile.V1_9 : Profile.V1_15;
        try (var gateway =
                TestGateway.with(
                                SimulatedApp.chat("app-a").saying("Well.").profile(profile),
                                SimulatedApp.chatflow("app-b").saying("Well.").profile(profile))
                        .access(AccessConfig.of(AccessConfig.Mode.KEYS))
                        .start()) {
            makeKeys(gateway);
            for (int i = 0; i < REQUESTS; i++) {
                ask(gateway, owner(chance), chance);
            }

            assertThat(gateway.dify().conversations()).isNotEmpty();
            gateway.dify().conversations().forEach(this::expectOneOwner);
        }
    }

    private void makeKeys(TestGateway gateway) {
        var chatting = Grants.CHAT;
        SPEAKING.forEach(name -> keys.put(name, key(gateway, name, chatting.speakingForUsers())));
        ALONE.forEach(name -> keys.put(name, key(gateway, name, chatting)));
        keys.values()
                .forEach(key ->
                        await().until(() -> gateway.ask(with(key).saying("Hi")).status() == 200));
    }

    private static String key(TestGateway gateway, String name, Grants grants) {
        return gateway.gateway().keys().create(name, grants).key();
    }

    private static Owner owner(Random chance) {
        boolean speaks = chance.nextBoolean();
        return new Owner(
                any(speaks ? SPEAKING : ALONE, chance),
                speaks && chance.nextInt(4) > 0 ? any(NAMES, chance) : "",
                any(CHATS, chance),
                any(MODELS, chance));
    }

    private void ask(TestGateway gateway, Owner owner, Random chance) {
        List<String> history = said.computeIfAbsent(owner, _ -> new ArrayList<>());
        boolean equal = chance.nextInt(3) == 0;
        // Equal prompts are the bait for whoever knows chats by what was said in them.
        String text = equal ? "Hi" : owner.mark() + " " + chance.nextInt(1_000);
        Question question = identified(owner, chance).saying(text);
        if (chance.nextBoolean()) {
            question = question.after(history.toArray(String[]::new));
        }
        boolean forges = !seenConversations.isEmpty() && chance.nextInt(6) == 0;
        if (forges) {
            String named = any(seenConversations, chance);
            namedConversations.add(named);
            question = question.header("X-Dify-Conversation-Id", named);
        }
        Answer answer = gateway.ask(question);
        assertThat(answer.status()).isIn(forges ? List.of(200, 404) : List.of(200));
        if (answer.status() == 200) {
            seenConversations.add(answer.header("x-dify-conversation-id"));
            if (!forges) {
                history.addAll(List.of(text, "Well."));
            }
        }
    }

    /** By the way the client has to name its user and chat, and by ways that must not count. */
    private Question identified(Owner owner, Random chance) {
        Question question =
                Question.to(owner.model())
                        .header("Authorization", "Bearer " + keys.get(owner.client()))
                        .header("X-Chat-Id", any(CHATS, chance))
                        .header("X_OpenWebUI_User_Id", any(NAMES, chance))
                        .header("X-My-User-Id", any(NAMES, chance));
        question =
                switch (chance.nextInt(5)) {
                    case 0 -> question.header(FrontEnd.CHAT, owner.chat());
                    case 1 -> question.header("X-Session-Id", owner.chat());
                    case 2 -> question.with(metadata(owner.chat()));
                    // Of two the first counts.
                    case 3 ->
                            question.header(FrontEnd.CHAT, owner.chat())
                                    .with(metadata(any(CHATS, chance)));
                    default ->
                            question.header("X-Session-Id", owner.chat())
                                    .with(metadata(any(CHATS, chance)));
                };
        if (owner.user().isEmpty()) {
            boolean mayNot = ALONE.contains(owner.client());
            return mayNot ? question.header(FrontEnd.USER, any(NAMES, chance)) : question;
        }
        return switch (chance.nextInt(3)) {
            case 0 -> question.header(FrontEnd.USER, owner.user());
            // What the server sets wins over what its users write.
            case 1 -> question.header(FrontEnd.USER, owner.user()).with(user(any(NAMES, chance)));
            default -> question.with(user(owner.user()));
        };
    }

    private static String user(String name) {
        return "\"user\":\"" + name + '"';
    }

    private static String metadata(String chat) {
        return "\"metadata\":{\"chat_id\":\"" + chat + "\"}";
    }

    private static Question with(String key) {
        return Question.to("a").header("Authorization", "Bearer " + key);
    }

    /** Only who names a conversation itself takes it from one of its own chats to another. */
    private void expectOneOwner(Conversation conversation) {
        boolean named = namedConversations.contains(conversation.id());
        Set<String> owners =
                conversation.queries().stream()
                        .flatMap(query -> OWNER.matcher(query).results())
                        .map(MatchResult::group)
                        .map(mark -> named ? mark.replaceAll("\\|[^|]*\\|[^|]*>$", "") : mark)
                        .collect(Collectors.toSet());
        assertThat(owners).as(conversation.user()).hasSizeLessThanOrEqualTo(1);
        assertThat(owners).allMatch(mark -> atDify(mark).equals(conversation.user()), "its own");
    }

    /** What Dify is told as the user, whomever a client named that may not. */
    private static String atDify(String mark) {
        List<String> parts = List.of(mark.substring(1).split("[|>]", -1));
        String client = parts.get(0).replace(":", "%3A");
        return parts.get(1).isEmpty() ? client : client + ":" + parts.get(1);
    }

    private static <T> T any(List<T> all, Random chance) {
        return all.get(chance.nextInt(all.size()));
    }
}
