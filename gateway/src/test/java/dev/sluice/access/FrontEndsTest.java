package dev.sluice.access;

import static dev.sluice.access.Asked.NOTHING;
import static dev.sluice.access.IdentityWarning.CHAT_ID_MISSING;
import static dev.sluice.access.IdentityWarning.USER_IGNORED;
import static dev.sluice.access.IdentityWarning.USER_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Front ends that do not name what they could. */
final class FrontEndsTest {
    private final Speakers speakers = new Speakers(IdentityConfig.DEFAULT, new TestClock());
    private final FrontEnds frontEnds = new FrontEnds();

    private Set<IdentityWarning> ask(String client, boolean frontEnd, Asked asked) {
        var caller = new Caller(client, Set.of(), client.startsWith("front"));
        return frontEnds.warnings(
                frontEnd,
                speakers.identify(caller, asked.headers(), asked.request()),
                speakers.chat(asked.headers(), asked.request(), _ -> ""),
                speakers);
    }

    private Set<IdentityWarning> ask(int times, String client, Asked asked) {
        return IntStream.range(0, times)
                .mapToObj(_ -> ask(client, true, asked))
                .reduce(Set.of(), (_, last) -> last);
    }

    @ParameterizedTest
    @CsvSource({
        "X-OpenWebUI-Auth-Type, jwt, true",
        "x-openwebui-user-name, Ann, true",
        "X-OpenWebUI-Chat-Id, '', false",
        "User-Agent, Python/3.12 aiohttp/3.12.15, false",
        "User-Agent, open-webui, false",
        "X-Other, x, false",
    })
    void open_webui_is_known_by_its_own_headers_alone(String name, String value, boolean known) {
        var asked = Asked.with(name, value);

        assertThat(FrontEnds.isFrontEnd(Asked.LAPTOP, asked.headers())).isEqualTo(known);
        assertThat(FrontEnds.isFrontEnd(Caller.OPEN, asked.headers())).isEqualTo(known);
    }

    @Test
    void a_key_that_speaks_for_users_is_a_front_ends() {
        assertThat(FrontEnds.isFrontEnd(Asked.FRONT, NOTHING.headers())).isTrue();
    }

    @Test
    void only_a_front_end_is_expected_to_name_users_and_chats() {
        ask(20, "front", NOTHING);

        assertThat(ask("front", true, NOTHING)).containsExactly(USER_UNKNOWN, CHAT_ID_MISSING);
        assertThat(ask("front", false, NOTHING)).isEmpty();
    }

    @Test
    void a_user_that_is_not_believed_is_told_to_every_client_at_once() {
        assertThat(ask("laptop", false, NOTHING.by("u-1"))).containsExactly(USER_IGNORED);
    }

    @Test
    void what_was_missing_is_forgotten_once_it_is_named() {
        assertThat(ask(20, "front", NOTHING)).containsExactly(USER_UNKNOWN, CHAT_ID_MISSING);

        assertThat(ask(1, "front", NOTHING.by("u-1"))).containsExactly(CHAT_ID_MISSING);

        assertThat(ask(19, "front", NOTHING)).containsExactly(CHAT_ID_MISSING);
        assertThat(ask(1, "front", NOTHING)).containsExactly(USER_UNKNOWN, CHAT_ID_MISSING);
        assertThat(ask(1, "front", NOTHING.saying("u", "c"))).isEmpty();
    }

    @Test
    void clients_are_counted_apart() {
        ask(19, "front-1", NOTHING);

        assertThat(ask(19, "front-2", NOTHING)).isEmpty();
        assertThat(ask(1, "front-1", NOTHING)).isNotEmpty();
    }

    @Test
    void of_too_many_clients_those_are_forgotten_that_were_not_heard_of_for_longest() {
        ask(19, "front-a", NOTHING);
        ask(19, "front-b", NOTHING);
        IntStream.range(0, 998).forEach(i -> ask(1, "front-" + i, NOTHING));
        assertThat(ask(1, "front-a", NOTHING)).isNotEmpty();

        ask(1, "front-998", NOTHING);

        assertThat(ask(1, "front-a", NOTHING)).isNotEmpty();
        assertThat(ask(1, "front-b", NOTHING)).isEmpty();
    }
}
