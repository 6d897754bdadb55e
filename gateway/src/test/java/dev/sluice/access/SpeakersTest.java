package dev.sluice.access;

import static dev.sluice.access.Asked.FRONT;
import static dev.sluice.access.Asked.LAPTOP;
import static dev.sluice.access.Asked.NOTHING;
import static dev.sluice.access.Asked.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Identity.Naming;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed about users, and which chat and conversation a request belongs to. */
final class SpeakersTest {
    private static final String USER_HEADER = "X-OpenWebUI-User-Id";
    private static final String CHAT_HEADER = "X-OpenWebUI-Chat-Id";

    private final Speakers speakers = new Speakers(IdentityConfig.DEFAULT, new TestClock());

    private Identity identity(Caller caller, Asked asked) {
        return speakers.identify(caller, asked.headers(), asked.request());
    }

    private String user(Asked asked) {
        return identity(FRONT, asked).speaker().user();
    }

    private Named chat(Asked asked) {
        return speakers.chat(asked.headers(), asked.request());
    }

    private String conversation(Asked asked) {
        return speakers.conversation(asked.headers(), asked.request());
    }

    @Test
    void the_first_place_that_names_the_user_counts() {
        var everywhere = Asked.with(USER_HEADER, "header").by("body").saying("metadata", "");

        assertThat(user(everywhere)).isEqualTo("body");
        assertThat(user(everywhere.by(" "))).isEqualTo("header");
        assertThat(user(NOTHING.saying("metadata", ""))).isEqualTo("metadata");
        assertThat(identity(FRONT, everywhere).naming()).isEqualTo(Naming.BELIEVED);
        assertThat(identity(FRONT, NOTHING))
                .isEqualTo(new Identity(new Speaker("front", ""), Naming.ABSENT));
    }

    @Test
    void a_header_counts_in_any_case() {
        assertThat(user(Asked.with("x-OPENWEBUI-user-id", "u-1"))).isEqualTo("u-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_OpenWebUI_User_Id",
                "X-OpenWebUI-User_Id",
                "X-User-Id",
                "X-OpenWebUI-User-Id-2",
                "My-X-OpenWebUI-User-Id",
                "X-OpenWebUI-User-Name",
                "X-OpenWebUI-User-Email",
                "X-OpenWebUI-User-Jwt"
            })
    void a_header_that_is_merely_like_it_names_nobody(String header) {
        var asked = Asked.with(header, "u-1");

        assertThat(identity(FRONT, asked).naming()).isEqualTo(Naming.ABSENT);
        assertThat(identity(LAPTOP, asked).naming()).isEqualTo(Naming.ABSENT);
    }

    @Test
    void a_client_that_may_not_speak_for_users_speaks_for_itself() {
        var expected = new Identity(new Speaker("laptop", ""), Naming.NOT_ALLOWED);

        assertThat(identity(LAPTOP, NOTHING.by("u-1"))).isEqualTo(expected);
        assertThat(identity(LAPTOP, NOTHING.saying("u-1", ""))).isEqualTo(expected);
        assertThat(identity(LAPTOP, Asked.with(USER_HEADER, "x".repeat(201)))).isEqualTo(expected);
        assertThat(expected.ignored()).isTrue();
        assertThat(identity(LAPTOP, NOTHING).ignored()).isFalse();
    }

    @Test
    void headers_can_be_renamed_and_switched_off() {
        var renamed =
                new Speakers(
                        new IdentityConfig("X-Who", "X-Chat", "", "", "", ""), new TestClock());
        var asked =
                Asked.with("X-Who", "u-1", USER_HEADER, "u-2", "X-Session-Id", "s", "", "nameless");

        assertThat(renamed.identify(FRONT, asked.headers(), asked.request()).speaker().user())
                .isEqualTo("u-1");
        assertThat(renamed.chat(asked.headers(), asked.request()).isAbsent()).isTrue();
        assertThat(renamed.conversation(asked.headers(), asked.request())).isEmpty();
    }

    @Test
    void the_first_place_that_names_the_chat_counts_for_every_client() {
        var everywhere = Asked.with(CHAT_HEADER, "c", "X-Session-Id", "s").saying("", "m");

        assertThat(chat(everywhere)).isEqualTo(new Named("c", CHAT_HEADER));
        assertThat(chat(Asked.with(CHAT_HEADER, " ", "X-Session-Id", "s").saying("", "m")))
                .isEqualTo(new Named("m", "metadata.chat_id"));
        assertThat(chat(Asked.with("X-Session-Id", " s ")))
                .isEqualTo(new Named("s", "X-Session-Id"));
        assertThat(chat(NOTHING).isAbsent()).isTrue();
    }

    @Test
    void a_conversation_is_named_in_the_header_or_in_the_body() {
        assertThat(conversation(Asked.with("x-dify-conversation-id", " a "))).isEqualTo("a");
        assertThat(conversation(NOTHING.in("b"))).isEqualTo("b");
        assertThat(conversation(Asked.with("X-Dify-Conversation-Id", "b").in("b"))).isEqualTo("b");
        assertThat(conversation(NOTHING)).isEmpty();
    }

    @Test
    void two_conversations_at_once_are_refused() {
        var both = Asked.with("X-Dify-Conversation-Id", "one").in("two");

        ChatFailure refusal = refusal(() -> conversation(both));

        assertThat(refusal.code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(refusal.param()).isEqualTo("conversation_id");
        assertThat(refusal.cause())
                .isEqualTo(
                        "The request does not fit: conversation_id must be the same as X-Dify-Conversation-Id.");
    }

    @Test
    void a_header_is_read_as_utf_8_where_it_is() {
        String utf8 = new String("Zoë 客".getBytes(UTF_8), ISO_8859_1);

        assertThat(user(Asked.with(USER_HEADER, utf8))).isEqualTo("Zoë 客");
        assertThat(user(Asked.with(USER_HEADER, "Zoë"))).isEqualTo("Zoë");
        assertThat(user(Asked.with(USER_HEADER, "Zoë 客"))).isEqualTo("Zoë 客");
    }

    @Test
    void a_name_may_have_two_hundred_characters() {
        assertThat(user(NOTHING.by("😀".repeat(200)))).hasSize(400);
    }

    @ParameterizedTest
    @CsvSource({"user, 😀", "X-OpenWebUI-User-Id, x", "metadata.user_id, x"})
    void a_longer_name_is_refused_where_it_stands(String where, String character) {
        String name = character.repeat(201);
        var asked =
                switch (where) {
                    case "user" -> NOTHING.by(name);
                    case USER_HEADER -> Asked.with(USER_HEADER, name);
                    // The third place.
                    default -> NOTHING.saying(name, "");
                };

        ChatFailure refusal = refusal(() -> user(asked));

        assertThat(refusal.code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(refusal.param()).isEqualTo(where);
        assertThat(refusal.cause())
                .isEqualTo(
                        "The request does not fit: "
                                + where
                                + " must have at most 200 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u007f", "a\u0085b", "a\ud800", "\udc00b"})
    void a_name_with_what_is_no_text_is_refused(String name) {
        assertThat(refusal(() -> user(NOTHING.by(name))).cause())
                .isEqualTo("The request does not fit: user must have no control characters.");
        assertThat(refusal(() -> chat(NOTHING.saying("", name))).param())
                .isEqualTo("metadata.chat_id");
        assertThat(refusal(() -> conversation(NOTHING.in(name))).param())
                .isEqualTo("conversation_id");
    }

    @Test
    void nothing_prints_a_name() {
        var asked =
                Asked.with(CHAT_HEADER, "canary-1").by("canary-2").saying("canary-3", "canary-4");

        assertThat(identity(FRONT, asked) + " " + chat(asked) + asked.request())
                .contains("front", CHAT_HEADER, "model")
                .doesNotContain("canary");
        assertThat(asked.request().metadata().toString()).doesNotContain("canary");
    }
}
