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
    private static final String AIOHTTP = "Python/3.12 aiohttp/3.12.15";

    private final Speakers speakers = new Speakers(IdentityConfig.DEFAULT, new TestClock());
    private final FrontEnds frontEnds = new FrontEnds();

    private Set<IdentityWarning> ask(String client, String userAgent, Asked asked) {
        var caller = new Caller(client, Set.of(), client.startsWith("front"));
        return frontEnds.warnings(
                userAgent,
                speakers.identify(caller, asked.headers(), asked.request()),
                speakers.chat(asked.headers(), asked.request()),
                speakers);
    }

    private Set<IdentityWarning> ask(int times, String client, Asked asked) {
        return IntStream.range(0, times)
                .mapToObj(_ -> ask(client, AIOHTTP, asked))
                .reduce(Set.of(), (_, last) -> last);
    }

    @ParameterizedTest
    @CsvSource({
        "Python/3.12 aiohttp/3.12.15, true",
        "AIOHTTP/4, true",
        "Open-WebUI, true",
        "open-webui/0.6, true",
        "'', false",
        "OpenAI/Python 2.0, false",
        "myaiohttp, false",
    })
    void only_what_looks_like_open_webui_is_a_front_end(String userAgent, boolean frontEnd) {
        ask(19, "front", NOTHING);

        assertThat(ask("front", userAgent, NOTHING))
                .isEqualTo(frontEnd ? Set.of(USER_UNKNOWN, CHAT_ID_MISSING) : Set.of());
    }

    @Test
    void a_user_that_is_not_believed_is_told_to_every_client_at_once() {
        assertThat(ask("laptop", "curl/8", NOTHING.by("u-1"))).containsExactly(USER_IGNORED);
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
