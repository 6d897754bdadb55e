package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.Quirk;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import org.junit.jupiter.api.Test;

/** What an app tells of itself, and what it must be told for. */
final class FactsTest {
    private static final SimulatedApp OLD =
            SimulatedApp.workflow("app-old")
                    .named("old")
                    .profile(Profile.OLD)
                    .quirks(Quirk.INFO_WITHOUT_MODE)
                    .saying("Old", " and well.");

    @Test
    void an_old_dify_that_does_not_tell_its_mode_is_told_with_the_setting_that_does() {
        try (var gateway = TestGateway.of(OLD)) {
            Answer answer = gateway.ask(Question.to("old"));

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.diagnosis()).isEqualTo("DIFY-APP-MODE");
            assertThat(answer.body()).contains("Set upstreams.old.mode to one of chat");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @Test
    void a_mode_that_the_app_does_not_have_is_told_before_it_is_called() {
        var app = SimulatedApp.chat("app-support");
        try (var gateway = TestGateway.with(app).unnamed("completion").start()) {
            Answer answer = gateway.ask(Question.to("support"));

            assertThat(answer.diagnosis()).isEqualTo("DIFY-APP-MODE");
            assertThat(answer.body())
                    .contains("is of the mode chat, and upstreams.support.mode says completion")
                    .contains("Remove upstreams.support.mode");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @Test
    void a_mode_that_is_called_in_the_same_way_works() {
        var app = SimulatedApp.chat("app-support").saying("Fine.");
        try (var gateway = TestGateway.with(app).unnamed("agent-chat").start()) {
            assertThat(gateway.ask(Question.to("support")).body()).contains("Fine.");
        }
    }

    @Test
    void with_its_mode_configured_an_old_dify_works() {
        try (var gateway = TestGateway.with(OLD).unnamed("workflow").start()) {
            assertThat(gateway.ask(Question.to("old")).body()).contains("Old and well.");
        }
    }

    @Test
    void an_app_that_is_not_named_goes_by_its_own_name() {
        var app = SimulatedApp.chat("app-support").named("Support desk");
        try (var dify = SimulatedDify.start(0).app(app);
                var gateway =
                        TestGateway.with().upstream("support", dify.url()).unnamed("").start();
                var client = gateway.client()) {
            await().untilAsserted(() ->
                    assertThat(client.get("/v1/models").answer().body())
                            .contains("\"id\":\"Support desk\""));

            assertThat(gateway.ask(Question.to("Support desk")).status()).isEqualTo(200);
        }
    }

    @Test
    void an_app_is_asked_once_however_many_chats_follow() {
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).tapped().start()) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.ask(Question.to("app")).status()).isEqualTo(200);
            }

            assertThat(gateway.sentToDify().split("POST /v1/chat-messages ", -1)).hasSize(1 + 5);
            assertThat(gateway.sentToDify().split("GET /v1/info ", -1)).hasSize(1 + 1);
        }
    }
}
