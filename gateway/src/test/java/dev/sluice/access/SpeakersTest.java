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
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
        return speakers.chat(asked.headers(), asked.request(), _ -> "");
    }

    private String conversation(Asked asked) {
        return speakers.conversation(asked.headers(), asked.request());
    }

    /** Where a user can be named, what a server sets first. */
    enum Place {
        HEADER,
        BODY,
        METADATA
    }

    private static Stream<Arguments> pairs() {
        return Arrays.stream(Place.values())
                .flatMap(first ->
                        Arrays.stream(Place.values())
                                .filter(second -> second.compareTo(first) > 0)
                                .map(second -> Arguments.of(first, second)));
    }

    private static Asked named(Asked asked, Place place, String name) {
        return switch (place) {
            case HEADER -> new Asked(Asked.with(USER_HEADER, name).sent(), asked.request());
            case BODY -> asked.by(name);
            case METADATA -> asked.saying(name, "");
        };
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void what_the_front_ends_server_sets_wins_over_what_its_users_write(
            Place stronger, Place weaker) {
        Asked both = named(named(NOTHING, weaker, "mallory"), stronger, "ann");
        Asked blank = named(both, stronger, " ");
        Asked template = named(both, stronger, "{{USER_ID}}");

        assertThat(user(both)).isEqualTo("ann");
        assertThat(user(blank)).isEqualTo("mallory");
        assertThat(user(template)).isEqualTo("mallory");
        assertThat(identity(FRONT, both).naming()).isEqualTo(Naming.BELIEVED);
    }

    @Test
    void nobody_named_is_the_client_itself() {
        assertThat(identity(FRONT, NOTHING))
                .isEqualTo(new Identity(new Speaker("front", ""), Naming.ABSENT));
    }

    @ParameterizedTest
    @CsvSource({
        "X-OpenWebUI-User-Id, {{USER_ID}}, true",
        "X-OpenWebUI-Chat-Id, {{CHAT_ID}}, true",
        "X-Session-Id, a {{LIBRECHAT_BODY_CONVERSATIONID}}, true",
        "X-OpenWebUI-Task, {{TASK}}, true",
        "X-OpenWebUI-Message-Id, {{MESSAGE_ID}}, true",
        "X-OpenWebUI-Parent-Id, {{USER_MESSAGE_PARENT_ID}}, true",
        "X-OpenWebUI-Chat-Id, {one}, false",
        "X-OpenWebUI-User-Id, bo {{x, false",
        "X-OpenWebUI-User-Id, {{not a name}}, false",
        "X-Other, {{CHAT_ID}}, false",
    })
    void a_template_that_is_not_filled_in_is_no_name(
            String header, String value, boolean isTemplate) {
        var asked = Asked.with(header, value);

        assertThat(speakers.hasTemplate(asked.headers(), asked.request())).isEqualTo(isTemplate);
        if (isTemplate) {
            assertThat(user(asked)).isEmpty();
            assertThat(chat(asked).isAbsent()).isTrue();
            assertThat(speakers.namesTask(asked.headers())).isFalse();
            assertThat(speakers.message(asked.headers())).isEmpty();
            assertThat(speakers.parent(asked.headers())).isEmpty();
        }
    }

    @Test
    void templates_in_the_body_are_no_names_either() {
        var asked = NOTHING.by("{{a}}").saying("{{b}}", "{{c}}").in("{{d}}");

        assertThat(user(asked)).isEmpty();
        assertThat(chat(asked).isAbsent()).isTrue();
        assertThat(conversation(asked)).isEmpty();
        assertThat(speakers.hasTemplate(asked.headers(), asked.request())).isTrue();
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
        assertThat(renamed.chat(asked.headers(), asked.request(), _ -> "").isAbsent()).isTrue();
        assertThat(renamed.conversation(asked.headers(), asked.request())).isEmpty();
    }

    @Test
    void a_chat_is_named_by_headers_first_and_by_the_body_where_they_are_silent() {
        var everywhere = Asked.with(CHAT_HEADER, "c", "X-Session-Id", "s").saying("", "m");

        assertThat(chat(everywhere)).isEqualTo(new Named("c", CHAT_HEADER));
        assertThat(chat(Asked.with(CHAT_HEADER, " ", "X-Session-Id", "s").saying("", "m")))
                .isEqualTo(new Named("s", "X-Session-Id"));
        assertThat(chat(Asked.with(CHAT_HEADER, "{{CHAT_ID}}").saying("", "m")))
                .isEqualTo(new Named("m", "metadata.chat_id"));
        assertThat(chat(Asked.with("X-Session-Id", " s ")))
                .isEqualTo(new Named("s", "X-Session-Id"));
        assertThat(chat(NOTHING).isAbsent()).isTrue();
    }

    @Test
    void a_member_of_the_body_names_the_chat_where_nothing_else_does() {
        var turn = IdentityConfig.TurnHeaders.DEFAULT;
        var config = new IdentityConfig("", "", "X-Session-Id", "", "", "", turn, "conversationId");
        var fields = new Speakers(config, new TestClock());
        UnaryOperator<String> body = path -> path.equals("conversationId") ? "f" : "";

        assertThat(fields.chat(NOTHING.headers(), NOTHING.request(), body))
                .isEqualTo(new Named("f", "conversationId"));
        var named = NOTHING.saying("", "m");
        assertThat(fields.chat(named.headers(), named.request(), body).name()).isEqualTo("m");
        var session = Asked.with("X-Session-Id", "s");
        assertThat(fields.chat(session.headers(), session.request(), body).name()).isEqualTo("s");
        assertThat(fields.chat(NOTHING.headers(), NOTHING.request(), _ -> "{{x}}").isAbsent())
                .isTrue();
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
        assertThat(asked.request().origin().metadata().toString()).doesNotContain("canary");
    }
}
