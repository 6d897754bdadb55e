package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ConversationTraits;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.TargetModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells a Dify that is busy from one that has lost a conversation. */
final class BusyDifyTest {
    private static final Dify DIFY = new Dify("a", "http://dify.example/v1", "app-a", "");
    private static final ConversationTraits CONVERSATIONS =
            DIFY.conversations(target("advanced-chat", "")).orElseThrow();
    private static final ChatRequest GOING_ON = request("c 1");

    @ParameterizedTest
    @CsvSource({
        "1.12.1, 0",
        "1.13.0, 20",
        "1.13.3, 20",
        "1.14.2, 20",
        "1.14.0-rc1, 20",
        "1.15.0, 0",
        "1.16.1, 0",
        "2.0.0, 0",
        "'', 0",
        "dev, 0"
    })
    void only_chatflows_of_two_versions_hang(String version, int seconds) {
        assertThat(pingsOnly(GOING_ON, "advanced-chat", version, "")).isEqualTo(seconds);
        assertThat(pingsOnly(GOING_ON, "advanced-chat", "", version)).isEqualTo(seconds);
        assertThat(pingsOnly(GOING_ON, "chat", version, version)).isZero();
        assertThat(pingsOnly(request(""), "advanced-chat", version, version)).isZero();
    }

    @Test
    void what_the_answer_itself_says_is_newer_than_the_facts() {
        assertThat(pingsOnly(GOING_ON, "advanced-chat", "1.16.1", "1.14.2")).isZero();
    }

    @Test
    void whether_a_conversation_is_there_is_asked_for_nothing() {
        var call = CONVERSATIONS.lookUp(GOING_ON, "ann:b").orElseThrow();

        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.path()).isEqualTo("/messages?conversation_id=c+1&user=ann%3Ab&limit=1");
        assertThat(CONVERSATIONS.saysGone(answer(404))).isTrue();
        assertThat(CONVERSATIONS.saysGone(answer(200))).isFalse();
        assertThat(CONVERSATIONS.saysGone(answer(500))).isFalse();
        assertThat(CONVERSATIONS.lookUp(request(""), "ann")).isEmpty();
        assertThat(DIFY.conversations(target("workflow", ""))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_canvas_queues_and_one_call_of_a_model_does_not(Mode mode) {
        var target = target(mode.wireName(), "");
        boolean canvas = mode == Mode.CHATFLOW || mode == Mode.WORKFLOW;
        boolean oneCall = mode == Mode.CHAT || mode == Mode.COMPLETION;

        assertThat(DIFY.queue(target).isPresent()).isEqualTo(canvas);
        assertThat(DIFY.failsBeforeWork(target)).isEqualTo(oneCall);
        assertThat(DIFY.cancel(new RunIds("t", "", ""), target, "ann"))
                .isInstanceOfSatisfying(
                        Cancellation.Send.class,
                        send -> assertThat(send.readOnSeconds() > 0).isEqualTo(oneCall));
    }

    private static int pingsOnly(ChatRequest request, String mode, String answers, String known) {
        var head = new ResponseHead(200, Map.of("x-version", answers));
        return DIFY.conversations(target(mode, known))
                .orElseThrow()
                .pingsOnlySeconds(request, head);
    }

    private static TargetModel target(String mode, String version) {
        var facts = new DifyFacts("a", mode, "", version, "", List.of(), false);
        return new TargetModel("", facts);
    }

    private static CallResponse answer(int status) {
        return new CallResponse(new ResponseHead(status, Map.of()), "{}");
    }

    private static ChatRequest request(String conversation) {
        return new ChatRequest("m", List.of(new Message.User("Hello?")), Output.STREAM)
                .in(conversation);
    }
}
