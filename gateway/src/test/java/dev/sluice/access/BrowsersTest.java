package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.access.Browsers.Asked;
import dev.sluice.protocol.ChatFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrowsersTest {
    private static final String PAGE = "https://chat.example.org";
    private static final String HERE = "127.0.0.1:8000";

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_foreign_page_is_refused_with_the_setting_that_lets_it_in(Mode mode) {
        var browsers = browsers(mode, List.of());

        assertThatThrownBy(() -> browsers.check(asked(HERE, "https://evil.example")))
                .isInstanceOfSatisfying(
                        ChatFailedException.class,
                        refused -> {
                            assertThat(refused.failure().code().id()).isEqualTo("ORIGIN-REFUSED");
                            assertThat(refused.failure().fix())
                                    .contains("`cors: {origins: [\"https://evil.example\"]}`");
                        });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void who_is_no_browser_is_let_in(Mode mode) {
        assertThatCode(() -> browsers(mode, List.of()).check(asked(HERE, "")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000, 127.0.0.1:8000",
        "http://localhost:8000, LOCALHOST:8000",
        "http://[::1]:8000, [::1]:8000",
        "https://gate.example.org, gate.example.org",
        "https://gate.example.org, gate.example.org:443",
        "http://gate.example.org, gate.example.org:80",
        "http://gate.example.org:80, gate.example.org"
    })
    void a_page_of_the_gateway_itself_may_call_it(String origin, String host) {
        assertThatCode(() -> browsers(Mode.KEYS, List.of()).check(asked(host, origin)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8001, 127.0.0.1:8000",
        "https://gate.example.org, gate.example.org:80",
        "http://gate.example.org.evil.example, gate.example.org",
        "http://evil.example/gate.example.org, gate.example.org",
        "null, 127.0.0.1:8000",
        "null, ''",
        "http://, ''",
        "file://, 127.0.0.1:8000"
    })
    void a_page_of_another_port_or_host_or_of_none_is_foreign(String origin, String host) {
        assertThatThrownBy(() -> browsers(Mode.KEYS, List.of()).check(asked(host, origin)))
                .hasMessageContaining("ORIGIN-REFUSED");
    }

    @Test
    void a_listed_page_may_call_and_read_failures_too() {
        var browsers = browsers(Mode.KEYS, List.of("https://Chat.example.org/"));
        var asked = asked(HERE, PAGE);

        assertThatCode(() -> browsers.check(asked)).doesNotThrowAnyException();
        assertThat(browsers.headers(asked))
                .containsEntry("access-control-allow-origin", PAGE)
                .containsEntry("access-control-allow-credentials", "true")
                .containsEntry("vary", "origin")
                .containsKey("access-control-expose-headers")
                .doesNotContainKey("access-control-allow-headers");
    }

    @Test
    void a_page_that_is_not_listed_gets_no_headers_beside_those_for_caches() {
        var browsers = browsers(Mode.KEYS, List.of(PAGE));

        assertThat(browsers.headers(asked(HERE, "https://evil.example"))).containsOnlyKeys("vary");
        assertThat(browsers.headers(asked(HERE, ""))).containsOnlyKeys("vary");
        assertThat(browsers(Mode.KEYS, List.of()).headers(asked(HERE, PAGE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://any.example", "null"})
    void a_star_lets_every_page_in_and_never_with_credentials(String origin) {
        var browsers = browsers(Mode.KEYS, List.of("*"));
        var asked = asked(HERE, origin);

        assertThatCode(() -> browsers.check(asked)).doesNotThrowAnyException();
        assertThat(browsers.headers(asked))
                .containsEntry("access-control-allow-origin", "*")
                .doesNotContainKey("access-control-allow-credentials");
    }

    @Test
    void a_preflight_is_told_what_it_may_send() {
        var browsers = browsers(Mode.KEYS, List.of(PAGE));
        var asked = new Asked("OPTIONS", HERE, PAGE, "POST", "authorization,x-chat-id", false);

        assertThat(asked.isPreflight()).isTrue();
        assertThat(browsers.headers(asked))
                .containsEntry("access-control-allow-origin", PAGE)
                .containsEntry("access-control-allow-headers", "authorization,x-chat-id")
                .containsEntry("access-control-max-age", "600")
                .hasEntrySatisfying(
                        "access-control-allow-methods",
                        methods -> assertThat(methods).contains("POST", "DELETE"));
    }

    @ParameterizedTest
    @CsvSource({
        "app://obsidian.md, app://obsidian.md, app://evil.example",
        "vscode-file://vscode-app, vscode-file://vscode-app, vscode-file://other",
        "tauri://localhost, tauri://localhost, http://localhost",
        "capacitor://localhost, capacitor://localhost, ionic://localhost",
        "file://, file://, null",
        "chrome-extension://abc, chrome-extension://abc, chrome-extension://abd",
        "chrome-extension://*, chrome-extension://anything, moz-extension://anything",
        "moz-extension://*, moz-extension://0a1b-2c, https://moz-extension",
        "null, null, https://null"
    })
    void a_program_or_an_extension_may_be_listed(String listed, String may, String mayNot) {
        var browsers = browsers(Mode.KEYS, List.of(listed));

        assertThatCode(() -> browsers.check(asked(HERE, may))).doesNotThrowAnyException();
        assertThat(browsers.headers(asked(HERE, may)))
                .containsEntry("access-control-allow-origin", may);
        assertThatThrownBy(() -> browsers.check(asked(HERE, mayNot)))
                .hasMessageContaining("ORIGIN-REFUSED");
    }

    @Test
    void a_page_without_an_origin_gets_no_credentials() {
        assertThat(browsers(Mode.KEYS, List.of("null")).headers(asked(HERE, "null")))
                .doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.org, true, true",
        "https://chat.example.org, false, false",
        "*, true, false"
    })
    void a_private_network_is_open_to_listed_pages_that_ask(
            String listed, boolean wanted, boolean told) {
        var asked = new Asked("OPTIONS", HERE, PAGE, "POST", "", wanted);

        assertThat(
                        browsers(Mode.KEYS, List.of(listed))
                                .headers(asked)
                                .containsKey("access-control-allow-private-network"))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS, https://chat.example.org, ''",
        "OPTIONS, '', POST",
        "POST, https://chat.example.org, POST"
    })
    void anything_else_is_no_preflight(String method, String origin, String requested) {
        assertThat(new Asked(method, HERE, origin, requested, "", false).isPreflight()).isFalse();
    }

    @Test
    void names_of_headers_that_are_none_are_not_repeated() {
        var asked = new Asked("OPTIONS", HERE, PAGE, "POST", "a\r\nset-cookie: b", false);

        assertThat(browsers(Mode.KEYS, List.of(PAGE)).headers(asked))
                .doesNotContainKey("access-control-allow-headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8000",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8000",
                "evillocalhost",
                "evil.internal.example",
                "evil.local.example",
                "local",
                "internal",
                "my_container:8000",
                "9pm.example",
                "[evil.example]:8000"
            })
    void in_open_mode_a_foreign_name_is_refused_with_the_setting_that_lets_it_in(String host) {
        assertThatThrownBy(() -> browsers(Mode.OPEN, List.of()).check(asked(host, "")))
                .isInstanceOfSatisfying(
                        ChatFailedException.class,
                        refused -> {
                            assertThat(refused.failure().code().id()).isEqualTo("HOST-REFUSED");
                            assertThat(refused.failure().fix()).contains("`access: {hosts: [\"");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1", "a b", "a\"b", "ünï"})
    void in_open_mode_a_name_that_is_none_is_refused_without_naming_it_in_a_setting(String host) {
        assertThatThrownBy(() -> browsers(Mode.OPEN, List.of()).check(asked(host, "")))
                .isInstanceOfSatisfying(
                        ChatFailedException.class,
                        refused ->
                                assertThat(refused.failure().fix())
                                        .contains("`access: {mode: keys}`")
                                        .doesNotContain("hosts:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost.:8000",
                "app.localhost:8000",
                "127.0.0.1:8000",
                "[::1]:8000",
                "192.168.1.5",
                "[fd00::5]:8000",
                "host.docker.internal:8000",
                "gate.internal",
                "Printer.local",
                "gate.local.",
                "GATE.lan:8000",
                "listening.lan"
            })
    void in_open_mode_addresses_and_names_of_the_gateway_are_let_in(String host) {
        assertThatCode(() -> browsers(Mode.OPEN, List.of()).check(asked(host, "")))
                .doesNotThrowAnyException();
    }

    @Test
    void in_open_mode_a_rebound_page_is_foreign_although_it_seems_to_be_our_own() {
        var asked = asked("evil.example:8000", "http://evil.example:8000");

        assertThatThrownBy(() -> browsers(Mode.OPEN, List.of()).check(asked))
                .hasMessageContaining("HOST-REFUSED");
    }

    @Test
    void where_keys_are_asked_for_any_name_will_do() {
        assertThatCode(() -> browsers(Mode.KEYS, List.of()).check(asked("gate.example.org", "")))
                .doesNotThrowAnyException();
    }

    private static Browsers browsers(Mode mode, List<String> origins) {
        var config = new AccessConfig(mode, true, List.of(), origins, List.of("gate.lan"));
        return new Browsers(config, List.of("0.0.0.0", "listening.lan"));
    }

    private static Asked asked(String host, String origin) {
        return new Asked("POST", host, origin, "", "", false);
    }
}
