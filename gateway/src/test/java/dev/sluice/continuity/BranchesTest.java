package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.conversation.StoredMappings;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation that has gone on, or had another question, is no branch's. */
final class BranchesTest {
    private static final String SPOKEN = "OK.";
    private static final Question BLANK = Question.to("guide");
    private static final String MESSAGE = "X-OpenWebUI-Message-Id";
    private static final String PARENT = "X-OpenWebUI-Parent-Id";

    private static final SimulatedApp GUIDE =
            SimulatedApp.chat("app-guide").named("guide").saying(SPOKEN);

    private final TestGateway gateway = TestGateway.of(GUIDE);
    private int begun;

    @AfterEach
    void close() {
        gateway.close();
    }

    private FrontEnd chat() {
        return new FrontEnd(gateway, BLANK);
    }

    /** A chat of one turn that is in the database; the next answer is another one. */
    private FrontEnd chatOf(String question) {
        gateway.dify().app(GUIDE);
        FrontEnd chat = chat();
        chat.says(question);
        begun++;
        try (var stored = StoredMappings.in(gateway.folder(), "")) {
            await().until(() -> stored.chats().size() >= begun);
        }
        gateway.dify().app(GUIDE.saying("Another answer."));
        return chat;
    }

    @Test
    void a_question_that_is_changed_at_once_begins_another_conversation() {
        for (int i = 0; i < 20; i++) {
            FrontEnd chat = chatOf("Question " + i + "?");
            Answer first = chat.asks("Two?", "");
            Answer edited = chat.asks("Or two?", "");

            assertThat(List.of(way(first), way(edited))).containsExactly("continued", "new");
        }
    }

    @Test
    void of_branches_that_are_asked_side_by_side_one_goes_on() throws Exception {
        for (int round = 0; round < 5; round++) {
            FrontEnd chat = chatOf("Question " + round + "?");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var branches = new ArrayList<Future<Answer>>();
                for (String role : List.of("doctor", "child", "pirate", "poet")) {
                    branches.add(threads.submit(() -> chat.asks("As a " + role + "?", "")));
                }
                var ways = new ArrayList<String>();
                for (Future<Answer> branch : branches) {
                    ways.add(way(branch.get()));
                }

                assertThat(ways).containsExactlyInAnyOrder("continued", "new", "new", "new");
            }
        }
    }

    /** The first answers are equal, as greetings are, and only one of the chats is shown. */
    @ParameterizedTest
    @ValueSource(strings = {FrontEnd.CHAT, FrontEnd.USER})
    void a_turn_that_is_regenerated_never_continues_another_chat(String header) {
        Question blank = BLANK.header(header, "one");
        new FrontEnd(gateway, blank).says("My PIN is 4711.");
        FrontEnd chat = new FrontEnd(gateway, blank);
        chat.says("Hello.");
        chat.asks("Two?", "");

        Answer regenerated = chat.asks("Two?", "");

        assertThat(way(regenerated)).isEqualTo(header.equals(FrontEnd.CHAT) ? "reseeded" : "new");
        assertThat(gateway.dify().conversations()).hasSize(3);
    }

    @Test
    void a_parent_that_is_known_otherwise_is_no_other_answer() {
        Question blank = BLANK.header(FrontEnd.CHAT, "c1");
        gateway.ask(blank.header(MESSAGE, "a1").saying("My PIN is 4711."));
        Question next =
                blank.header(MESSAGE, "b2")
                        .header(PARENT, "b1")
                        .after("My PIN is 9999.", SPOKEN)
                        .saying("What is it?");

        assertThat(way(gateway.ask(next))).isEqualTo("reseeded");
    }
}
