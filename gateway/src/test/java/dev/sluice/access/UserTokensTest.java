package dev.sluice.access;

import static dev.sluice.access.Asked.FRONT;
import static dev.sluice.access.Asked.LAPTOP;
import static dev.sluice.access.Asked.NOTHING;
import static dev.sluice.access.Asked.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.access.Identity.Naming;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.testing.SignedToken;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Users whom only a signed token names. */
final class UserTokensTest {
    private static final String HEADER = "X-OpenWebUI-User-Jwt";
    private static final long NOW = TestClock.START.getEpochSecond();
    private static final String CLAIMS =
            "{\"sub\":\"u-1\",\"iss\":\"open-webui\",\"iat\":%d,\"exp\":%d}"
                    .formatted(NOW, NOW + 300);

    private final TestClock clock = new TestClock();
    private final Speakers speakers =
            new Speakers(
                    new IdentityConfig(
                            "X-OpenWebUI-User-Id", "", "", "", HEADER, SignedToken.SECRET),
                    clock);

    private Identity identity(Caller caller, Asked asked) {
        return speakers.identify(caller, asked.headers(), asked.request());
    }

    private ChatFailure refused(String token) {
        return refusal(() -> identity(FRONT, Asked.with(HEADER, token)));
    }

    @Test
    void a_token_names_the_user_whoever_else_is_named() {
        String token = SignedToken.of("u-1", NOW, NOW + 300);
        var asked = Asked.with(HEADER, token, "X-OpenWebUI-User-Id", "u-2").by("u-3");

        assertThat(identity(FRONT, asked))
                .isEqualTo(new Identity(new Speaker("front", "u-1"), Naming.BELIEVED));
    }

    @Test
    void without_a_token_no_user_is_believed() {
        assertThat(identity(FRONT, NOTHING.by("u-1")))
                .isEqualTo(new Identity(new Speaker("front", ""), Naming.NOT_SIGNED));
        assertThat(identity(FRONT, NOTHING).naming()).isEqualTo(Naming.ABSENT);
        assertThat(identity(FRONT, NOTHING.by("u-1")).ignored()).isTrue();
    }

    @Test
    void a_client_that_may_not_speak_for_users_needs_no_valid_token() {
        assertThat(identity(LAPTOP, Asked.with(HEADER, "garbage")))
                .isEqualTo(new Identity(new Speaker("laptop", ""), Naming.NOT_ALLOWED));
    }

    @ParameterizedTest
    @CsvSource({
        // issued, expires, valid; in seconds from now
        "0, 300, true",
        "60, 300, true",
        "61, 300, false",
        "-300, -59, true",
        "-300, -60, false",
    })
    void a_token_counts_in_its_time_and_a_minute_around(long issued, long expires, boolean valid) {
        String token = SignedToken.of("u-1", NOW + issued, NOW + expires);

        if (valid) {
            assertThat(identity(FRONT, Asked.with(HEADER, token)).speaker().user())
                    .isEqualTo("u-1");
        } else {
            assertThat(refused(token).cause())
                    .isEqualTo("The token in " + HEADER + " is out of date.");
        }
    }

    @Test
    void a_token_that_was_good_is_refused_when_its_time_is_over() {
        var asked = Asked.with(HEADER, SignedToken.of("u-1", NOW, NOW + 300));
        assertThat(identity(FRONT, asked).speaker().user()).isEqualTo("u-1");

        clock.goOn(Duration.ofMinutes(6));

        assertThat(refusal(() -> identity(FRONT, asked)).code())
                .isEqualTo(FailureCode.IDENTITY_INVALID);
    }

    static Stream<String> foreign() {
        String none = "{\"alg\":\"none\"}";
        String hs512 = "{\"alg\":\"HS512\",\"typ\":\"JWT\"}";
        String hs256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        String good = SignedToken.of(CLAIMS);
        return Stream.of(
                "garbage",
                "a.b.c",
                "..",
                good.substring(0, good.lastIndexOf('.') + 1),
                good.substring(0, good.length() - 2),
                good.replaceFirst("^[^.]*", SignedToken.unsigned(none, "").split("\\.", -1)[0]),
                SignedToken.unsigned(none, CLAIMS),
                SignedToken.unsigned("{\"alg\":\"none\",\"typ\":\"JWT\"}", CLAIMS),
                SignedToken.unsigned(hs256, CLAIMS),
                SignedToken.signed(hs256, CLAIMS, "HmacSHA256", SignedToken.SECRET + "x"),
                SignedToken.signed(
                        hs512, CLAIMS, "HmacSHA512", SignedToken.SECRET + SignedToken.SECRET),
                SignedToken.signed(hs512, CLAIMS, "HmacSHA512", SignedToken.SECRET),
                SignedToken.signed(
                        "{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\"}",
                        CLAIMS,
                        "HmacSHA256",
                        SignedToken.SECRET),
                SignedToken.signed(
                        "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
                        CLAIMS,
                        "HmacSHA256",
                        SignedToken.SECRET),
                SignedToken.of("{\"exp\":\"soon\"}"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void what_is_not_signed_with_the_secret_is_refused(String token) {
        ChatFailure refusal = refused(token);

        assertThat(refusal.code()).isEqualTo(FailureCode.IDENTITY_INVALID);
        assertThat(refusal.cause())
                .isEqualTo(
                        "The token in "
                                + HEADER
                                + " is not signed with access.identity.token_secret.");
        assertThat(refusal.fix())
                .isEqualTo(
                        "Give the front end and Sluice the same secret (access.identity.token_secret), and both machines the right time.");
    }

    static Stream<Arguments> others() {
        String foreign = "is not one that Open WebUI makes for a user";
        String times = "\"iat\":%d,\"exp\":%d}".formatted(NOW, NOW + 300);
        String open = "{\"iss\":\"open-webui\",";
        return Stream.of(
                arguments("[]", foreign),
                arguments("{\"sub\":\"u-1\"," + times, foreign),
                arguments("{\"sub\":\"u-1\",\"iss\":\"Open-WebUI\"," + times, foreign),
                arguments(open + times, foreign),
                arguments(open + "\"sub\":\" \"," + times, foreign),
                arguments(open + "\"sub\":\"u-1\",\"exp\":" + (NOW + 300) + "}", "is out of date"),
                arguments(open + "\"sub\":\"u-1\",\"iat\":" + NOW + "}", "is out of date"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_token_that_is_not_open_webuis_is_refused(String claims, String what) {
        assertThat(refused(SignedToken.of(claims)).cause())
                .isEqualTo("The token in " + HEADER + " " + what + ".");
    }

    @Test
    void a_token_does_not_choose_how_it_is_checked() {
        String secret = SignedToken.SECRET + SignedToken.SECRET;
        var identity = new IdentityConfig("", "", "", "", HEADER, secret);
        String token =
                SignedToken.signed(
                        "{\"alg\":\"HS512\",\"typ\":\"JWT\"}", CLAIMS, "HmacSHA512", secret);
        var asked = Asked.with(HEADER, token);
        var strict = new Speakers(identity, clock);

        assertThat(refusal(() -> strict.identify(FRONT, asked.headers(), asked.request())).code())
                .isEqualTo(FailureCode.IDENTITY_INVALID);
    }

    @Test
    void a_token_without_a_type_is_one_too() {
        String token =
                SignedToken.signed("{\"alg\":\"HS256\"}", CLAIMS, "HmacSHA256", SignedToken.SECRET);

        assertThat(identity(FRONT, Asked.with(HEADER, token)).speaker().user()).isEqualTo("u-1");
    }

    @Test
    void the_name_in_a_token_obeys_the_rule_of_names() {
        String token = SignedToken.of("x".repeat(201), NOW, NOW + 300);

        assertThat(refused(token).code()).isEqualTo(FailureCode.REQUEST_FIELD);
    }
}
