package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.SimulatedApp;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations that OpenDify left go on for those whose they are, and for nobody else. */
final class ClaimingTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("Well.");
    private static final SimulatedApp OTHER = SimulatedApp.chat("app-b").saying("Well.");

    @Test
    void the_owner_goes_on_where_he_was() throws Exception {
        try (var gateway = TestGateway.of(APP)) {
            String left = leave(gateway, "ada");

            Answer first = gateway.ask(as("ada").after("Before?", "Well.").saying("Now?"));
            Answer second =
                    gateway.ask(as("ada").after("Before?", "Well.", "Now?", "Well.").saying("On?"));

            assertThat(List.of(way(first), way(second))).containsOnly("continued");
            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.id()).isEqualTo(left);
                        assertThat(one.queries()).containsExactly("Before?", "Now?", "On?");
                    });
            assertThat(unclaimed(gateway)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "ADVANCED_CHAT"})
    void another_user_does_not_meet_it_and_the_owner_still_does(Mode mode) throws Exception {
        var app = SimulatedApp.of("app-a", mode).saying("Well.").profile(Profile.V1_15);
        try (var gateway = TestGateway.of(app)) {
            String left = leave(gateway, "ada");

            Answer eves = gateway.ask(as("eve").after("a", "b").saying("What did she say?"));
            Answer adas = gateway.ask(as("ada").after("a", "b").saying("Now?"));

            assertThat(way(eves)).isEqualTo("new");
            assertThat(eves.headers()).doesNotContainKey("x-conversation-reset");
            assertThat(eves.header("x-dify-conversation-id")).isNotEqualTo(left);
            assertThat(way(adas)).isEqualTo("continued");
            assertThat(gateway.dify().conversations())
                    .filteredOn(one -> one.id().equals(left))
                    .extracting(Conversation::queries)
                    .containsExactly(List.of("Before?", "Now?"));
            assertThat(gateway.dify().conversations())
                    .filteredOn(one -> one.id().equals(eves.header("x-dify-conversation-id")))
                    .extracting(Conversation::user)
                    .containsExactly("open:eve");
        }
    }

    @Test
    void another_app_does_not_meet_it_and_its_own_still_does() throws Exception {
        try (var gateway = TestGateway.of(APP, OTHER)) {
            leave(gateway, "ada");

            Answer other = gateway.ask(asking("b", "ada").after("a", "b").saying("Now?"));
            Answer own = gateway.ask(as("ada").after("a", "b").saying("Now?"));

            assertThat(List.of(way(other), way(own))).containsExactly("new", "continued");
        }
    }

    @Test
    void who_is_no_known_user_does_not_try_it() throws Exception {
        try (var gateway = TestGateway.of(APP)) {
            leave(gateway, "default_user");

            Answer nobodys =
                    gateway.ask(Question.to("a").after("a", "b").header(FrontEnd.CHAT, "c1"));
            Answer everybodys = gateway.ask(as("default_user").after("a", "b"));

            assertThat(List.of(way(nobodys), way(everybodys))).containsOnly("new");
            assertThat(unclaimed(gateway)).isEqualTo(1);
        }
    }

    @Test
    void a_lone_question_begins_a_conversation_and_leaves_it_where_it_was() throws Exception {
        try (var gateway = TestGateway.of(APP)) {
            String left = leave(gateway, "ada");

            gateway.dify().app(APP.saying("Another answer."));
            Answer lone = gateway.ask(as("ada").saying("Something else?"));
            Answer next = gateway.ask(as("ada").after("Before?", "Well.").saying("Now?"));

            assertThat(List.of(way(lone), way(next))).containsExactly("new", "continued");
            assertThat(next.header("x-dify-conversation-id")).isEqualTo(left);
        }
    }

    /** As OpenDify would have: the id of a conversation of one turn. */
    private static String leave(TestGateway gateway, String user) throws Exception {
        String body =
                """
                {"inputs":{},"query":"Before?","user":"open_webui_%s","response_mode":"streaming"}\
                """
                        .formatted(user);
        String head =
                "POST /v1/chat-messages HTTP/1.1\r\nHost: dify\r\nAuthorization: Bearer app-a\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        try (var client = RawClient.connect(gateway.dify().url().getPort())) {
            client.send(head + body).answer();
        }
        String id = gateway.dify().conversations().getFirst().id();
        query(
                gateway,
                "INSERT INTO unclaimed_conversations (chat, conversation, created_at, used_at) VALUES ('c1', '"
                        + id
                        + "', 1, 1) RETURNING 1");
        return id;
    }

    private static int unclaimed(TestGateway gateway) throws Exception {
        return query(gateway, "SELECT COUNT(*) FROM unclaimed_conversations");
    }

    private static int query(TestGateway gateway, String sql) throws Exception {
        String file = "jdbc:sqlite:" + gateway.folder().resolve("sluice.db");
        try (var connection = DriverManager.getConnection(file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    private static Question as(String user) {
        return asking("a", user);
    }

    private static Question asking(String model, String user) {
        return Question.to(model).header(FrontEnd.CHAT, "c1").header(FrontEnd.USER, user);
    }
}
