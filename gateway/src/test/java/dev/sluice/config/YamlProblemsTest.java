package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlProblemsTest {
    private static final String TWO =
            """
            upstreams:
              alpha: {type: dify, url: https://a.example/v1, key: app-a, model: m}
              beta: {type: dify, url: https://b.example/v1, key: app-b}
            """;

    static final List<Arguments> SECTIONS =
            List.of(
                    arguments(
                            "server: {prot: 1}",
                            "1:10: server.prot is unknown; did you mean port? [CFG-UNKNOWN]"),
                    arguments(
                            "sever: {}",
                            "1:1: sever is unknown; did you mean server? [CFG-UNKNOWN]"),
                    arguments(
                            "logging: {}",
                            "1:1: logging is unknown; known: server, access, cors, data, log, records, conversations, chats, upstreams, models [CFG-UNKNOWN]"),
                    arguments(
                            "sexxxr: {}",
                            "1:1: sexxxr is unknown; known: server, access, cors, data, log, records, conversations, chats, upstreams, models [CFG-UNKNOWN]"),
                    arguments(
                            "\"a\\nb\": {}",
                            "1:1: a?b is unknown; known: server, access, cors, data, log, records, conversations, chats, upstreams, models [CFG-UNKNOWN]"),
                    arguments(
                            "x".repeat(65) + ": {}",
                            "1:1: … is unknown; known: server, access, cors, data, log, records, conversations, chats, upstreams, models [CFG-UNKNOWN]"),
                    arguments(
                            "server: 8000",
                            "1:1: server must be a section with keys: host, port, listen, tls, trusted_proxies, drain, permanent_failures"),
                    arguments("server: {host: [a]}", "1:10: server.host must be a single value"),
                    arguments(
                            "server: {host: '127.0.0.1:80'}",
                            "1:10: server.host is `127.0.0.1:80`; write an address or a host name, without a port"),
                    arguments(
                            "server: {port: 65536}",
                            "1:10: server.port is `65536`; write a number from 0 to 65535"),
                    arguments(
                            "server: {port: -1}",
                            "1:10: server.port is `-1`; write a number from 0 to 65535"),
                    arguments(
                            "server: {port: '${env:DIFY_PORT}'}",
                            "1:10: server.port is `${env:DIFY_PORT}`; write a number from 0 to 65535"),
                    arguments(
                            "server: {drain: 30}",
                            "1:10: server.drain is `30`, a number without a unit; add one, such as s for seconds"),
                    arguments(
                            "server: {drain: 5 sec}",
                            "1:10: server.drain is `5 sec`; write a number and ms, s, m, h or d, such as 30s, or off"),
                    arguments("server: {drain: 0s}", "1:10: server.drain is `0s`; write off"),
                    arguments(
                            "access: {mode: opn}",
                            "1:10: access.mode is `opn`; did you mean open?"),
                    arguments(
                            "access: {beyond_loopback: yes}",
                            "1:10: access.beyond_loopback is `yes`; write true or false"),
                    arguments(
                            "server: {host: 0.0.0.0}\naccess: {mode: open}",
                            "1:10: server.host is `0.0.0.0`, where other machines could use the upstreams without a key; write `host: 127.0.0.1` under server, or, if that network is trusted, `beyond_loopback: true` under access"));

    static final List<Arguments> ADDRESSES =
            List.of(
                    arguments(
                            "{listen: ['127.0.0.1:80'], port: 81}",
                            "36: server.port stands beside server.listen; keep only one of them"),
                    arguments(
                            "{listen: [localhost]}",
                            "19: server.listen holds `localhost`; write host:port, http://host:port or https://host:port, an IPv6 address in brackets"),
                    arguments(
                            "{listen: '::1:80'}",
                            "10: server.listen holds `::1:80`; write host:port, http://host:port or https://host:port, an IPv6 address in brackets"),
                    arguments(
                            "{listen: 'a:65536'}",
                            "10: server.listen holds `a:65536`; write host:port, http://host:port or https://host:port, an IPv6 address in brackets"),
                    arguments(
                            "{listen: ['a:80', 'http://a:80']}",
                            "27: server.listen holds `http://a:80` a second time; keep only one"),
                    arguments(
                            "{listen: 'https://a:80'}",
                            "10: server.listen holds `https://a:80`, which needs a certificate; write `tls: {certificate: FILE, key: FILE}` under server"),
                    arguments(
                            "{tls: {key: none.pem}}",
                            "10: server.tls.certificate is not set or empty; write the name of a PEM file [CFG-MISSING]"),
                    arguments(
                            "{trusted_proxies: [proxy.example]}",
                            "28: server.trusted_proxies holds `proxy.example`; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8"),
                    arguments(
                            "{trusted_proxies: 10.0.0.1/8}",
                            "10: server.trusted_proxies holds `10.0.0.1/8`; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8"),
                    arguments(
                            "{trusted_proxies: 10.0.0.0/33}",
                            "10: server.trusted_proxies holds `10.0.0.0/33`; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8"),
                    arguments(
                            "{trusted_proxies: 300.0.0.1}",
                            "10: server.trusted_proxies holds `300.0.0.1`; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8"));

    @ParameterizedTest
    @FieldSource("ADDRESSES")
    void a_fault_of_the_server_is_told_with_its_column(String server, String told) {
        assertThat(problemsOfYaml("server: " + server + "\n" + support()))
                .isEqualTo("sluice.yaml:1:" + told);
    }

    static final List<Arguments> OTHERS =
            List.of(
                    arguments(
                            "access: {keys: {a b: key-0001}}",
                            "1:17: access.keys.a b is no valid name; use at most 64 letters, digits and . _ : / -"),
                    arguments(
                            "access: {keys: {a: ''}}",
                            "1:17: access.keys.a is not set or empty; write the key, or delete it [CFG-MISSING]"),
                    arguments(
                            "access: {keys: {a: key 0001}}",
                            "1:17: access.keys.a holds a space, a quote or another character that no key has; copy the key again"),
                    arguments(
                            "access: {keys: {a: key-0001, b: key-0001}}",
                            "1:30: access.keys.b holds the same key as access.keys.a; every name needs its own [CFG-DUPLICATE-KEY]"),
                    arguments(
                            "access: {keys: {a: x}}",
                            "1:17: access.keys.a holds a key of fewer than 8 characters, which can be guessed; make a longer one, such as with `openssl rand -hex 16` [CFG-KEY-SHORT]"),
                    arguments(
                            "access: {hosts: ['a:80']}",
                            "1:18: access.hosts holds `a:80`; write a host name without a port"),
                    arguments(
                            "cors: {origins: ['https://a/']}",
                            "1:18: cors.origins holds `https://a/`; write https://host or https://host:port without a path, app://host for a program, chrome-extension://* for all extensions, or *"),
                    arguments(
                            "cors: {origins: a.example}",
                            "1:8: cors.origins holds `a.example`; write https://host or https://host:port without a path, app://host for a program, chrome-extension://* for all extensions, or *"),
                    arguments(
                            "data: {dir: \"a\\0b\"}",
                            "1:8: data.dir is no name of a file; check it for strange characters"),
                    arguments(
                            "data: {url: 'mysql://u:p@h/db'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "data: {url: 'postgresql:///db'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "data: {url: 'postgresql://h:65536/db'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "data: {url: 'postgresql://h/db#x'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "data: {url: 'postgresql://h'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "data: {url: 'postgresql://u:p#1@h/db'}",
                            "1:8: data.url is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX"),
                    arguments(
                            "log: {level: warning}",
                            "1:7: log.level is `warning`; known: debug, info, warn, error"),
                    arguments("log: {format: jsn}", "1:7: log.format is `jsn`; did you mean json?"),
                    arguments(
                            "records: {keep: 10000001}",
                            "1:11: records.keep is `10000001`; write a number from 0 to 10000000"));

    @ParameterizedTest
    @FieldSource("OTHERS")
    void a_fault_elsewhere_is_told_with_its_place_and_what_to_write(String line, String told) {
        assertThat(problemsOfYaml(line + "\n" + support())).isEqualTo("sluice.yaml:" + told);
    }

    @ParameterizedTest
    @FieldSource("SECTIONS")
    void a_fault_of_a_section_is_told_with_its_place_and_what_to_write(String line, String told) {
        assertThat(problemsOfYaml(line + "\n" + support())).isEqualTo("sluice.yaml:" + told);
    }

    static final List<Arguments> UPSTREAMS =
            List.of(
                    arguments(
                            "urll: x",
                            "6:5: upstreams.support.urll is unknown; did you mean url? [CFG-UNKNOWN]"),
                    arguments(
                            "type: dfy",
                            "5:5: upstreams.support.type is `dfy`; did you mean dify?"),
                    arguments(
                            "type: ollama", "5:5: upstreams.support.type is `ollama`; known: dify"),
                    arguments(
                            "type:",
                            "5:5: upstreams.support.type is not set or empty; write type: dify [CFG-MISSING]"),
                    arguments(
                            "url:",
                            "5:5: upstreams.support.url is not set or empty; write url: https://api.dify.ai/v1 [CFG-MISSING]"),
                    arguments(
                            "key: ''",
                            "5:5: upstreams.support.key is not set or empty; write the app's key (app-…), which Dify shows under API Access [CFG-MISSING]"),
                    arguments(
                            "key: dataset-1",
                            "5:5: upstreams.support.key is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-"),
                    arguments(
                            "key: app-1 2",
                            "5:5: upstreams.support.key holds a space, a quote or another character that no key has; copy the key again"),
                    arguments(
                            "key: \"'app-1'\"",
                            "5:5: upstreams.support.key holds a space, a quote or another character that no key has; copy the key again"),
                    arguments(
                            "key: ${env:NOWHERE}",
                            "5:5: upstreams.support.key needs the environment variable NOWHERE, which is not set [CFG-MISSING]"),
                    arguments(
                            "key: ${env:EMPTY}",
                            "5:5: upstreams.support.key needs the environment variable EMPTY, which is not set [CFG-MISSING]"),
                    arguments(
                            "key: app-${env:DIFY_KEY}",
                            "5:5: upstreams.support.key may hold ${env:NAME} only as its whole value"),
                    arguments(
                            "model: \"two\\nlines\"",
                            "6:5: upstreams.support.model has several lines; write one"),
                    arguments(
                            "answer: \"two\\nlines\"",
                            "6:5: upstreams.support.answer has several lines; write the name of one output"),
                    arguments(
                            "outputs: some",
                            "6:5: upstreams.support.outputs is `some`; write true or false"),
                    arguments(
                            "mode: chatt",
                            "6:5: upstreams.support.mode is `chatt`; did you mean chat?"),
                    arguments(
                            "mode: pipeline",
                            "6:5: upstreams.support.mode is `pipeline`; known: chat, agent-chat, advanced-chat, agent, completion, workflow"),
                    arguments(
                            "rerun: on",
                            "6:5: upstreams.support.rerun is `on`; write true or false"),
                    arguments(
                            "max_connections: 0",
                            "6:5: upstreams.support.max_connections is `0`; write a number from 1 to 100000"),
                    arguments(
                            "deadlines: 5s",
                            "6:5: upstreams.support.deadlines must be a section with keys: connect, first_event, queue, silence, no_progress, client_stall, total"),
                    arguments(
                            "deadlines: {conect: 5s}",
                            "6:17: upstreams.support.deadlines.conect is unknown; did you mean connect? [CFG-UNKNOWN]"),
                    arguments(
                            "proxy: proxy.example:3128",
                            "6:5: upstreams.support.proxy must begin with http://"),
                    arguments(
                            "proxy: http://proxy.example",
                            "6:5: upstreams.support.proxy has no port; write http://host:port"));

    @ParameterizedTest
    @FieldSource("UPSTREAMS")
    void a_fault_of_an_upstream_is_told_with_its_place_and_what_to_write(String line, String told) {
        assertThat(problemsOfYaml(support(line))).isEqualTo("sluice.yaml:" + told);
    }

    @Test
    void what_an_upstream_lacks_is_told_at_its_name() {
        assertThat(problemsOfYaml("upstreams:\n  support:\n    mode: chat\n"))
                .isEqualTo(
                        """
                        sluice.yaml:2:3: upstreams.support.type is not set or empty; write type: dify [CFG-MISSING]
                        sluice.yaml:2:3: upstreams.support.url is not set or empty; write url: https://api.dify.ai/v1 [CFG-MISSING]
                        sluice.yaml:2:3: upstreams.support.key is not set or empty; write the app's key (app-…), which Dify shows under API Access [CFG-MISSING]\
                        """);
    }

    static final List<Arguments> URLS =
            List.of(
                    arguments("ftp://d.example/v1", "must begin with http:// or https://"),
                    arguments("d.example/v1", "must begin with http:// or https://"),
                    arguments("https:///v1", "has no host; write it after //"),
                    arguments(
                            "https://me:pass@d.example/v1",
                            "holds a user name or password; remove everything up to the @"),
                    arguments(
                            "http://dify_api:5001/v1",
                            "has no valid host; use letters, digits, dots and hyphens, no underscore"),
                    arguments(
                            "http://d.example:65536/v1",
                            "has a port above 65535; write the right one"),
                    arguments(
                            "https://d.example/v1?a=b", "must end before ? and #; remove the rest"),
                    arguments("https://d.example/v1#a", "must end before ? and #; remove the rest"),
                    arguments(
                            "https://d.example/v 1",
                            "is no URL; check it for spaces, quotes and brackets"));

    @ParameterizedTest
    @FieldSource("URLS")
    void a_url_that_cannot_be_a_base_is_refused(String url, String told) {
        assertThat(problemsOfYaml(support("url: " + url)))
                .isEqualTo("sluice.yaml:5:5: upstreams.support.url " + told);
    }

    static final List<Arguments> MODELS =
            List.of(
                    arguments(
                            "best: [alpha, betta]",
                            "5:17: models.best names the unknown upstream `betta`; did you mean beta? [CFG-UNKNOWN]"),
                    arguments(
                            "best: other",
                            "5:3: models.best names the unknown upstream `other`; known: alpha, beta [CFG-UNKNOWN]"),
                    arguments("best: []", "5:3: models.best names no upstream; write at least one"),
                    arguments("best:", "5:3: models.best names no upstream; write at least one"),
                    arguments("best: [[alpha]]", "5:10: models.best must be a single value"),
                    arguments(
                            "m: [alpha]",
                            "5:3: models.m has the same name as upstreams.alpha.model; rename one of them"),
                    arguments(
                            "' best': [alpha]",
                            "5:3: models. best is no name of a model; write 1 to 200 characters without control characters, and no blank at either end"));

    @ParameterizedTest
    @FieldSource("MODELS")
    void a_fault_of_a_model_is_told_with_its_place_and_what_to_write(String line, String told) {
        assertThat(problemsOfYaml(TWO + "models:\n  " + line + "\n"))
                .isEqualTo("sluice.yaml:" + told);
    }

    @Test
    void two_upstreams_cannot_claim_one_model() {
        assertThat(problemsOfYaml(TWO.replace("key: app-b", "key: app-b, model: m")))
                .isEqualTo(
                        "sluice.yaml:3:61: upstreams.beta.model is `m`, as upstreams.alpha.model is; leave both out and write a list of these upstreams under models");
    }

    @Test
    void an_upstream_needs_a_name_that_headers_and_paths_can_hold() {
        assertThat(problemsOfYaml(support().replace("support", "my support")))
                .isEqualTo(
                        "sluice.yaml:2:3: upstreams.my support is no valid name; use at most 64 letters, digits and . _ : / -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"客服", "kundenservice-münchen", "поддержка.2", "サポート", "ฝ่ายบริการ"})
    void a_name_may_be_of_any_script(String name) {
        String yaml =
                "access: {keys: {%1$s: key-of-a-client}}\n".formatted(name)
                        + support().replace("support", name)
                        + "models: {assistant: [%s]}\n".formatted(name);

        assertThat(problemsOfYaml(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"客 服", "客服！", "a\u202eb", "a\u200bb", "😀"})
    void a_name_has_letters_digits_and_some_signs_alone(String name) {
        assertThat(problemsOfYaml(support().replace("support", "'" + name + "'")))
                .contains("is no valid name; use at most 64 letters, digits and . _ : / -");
    }

    @Test
    void an_upstream_is_found_however_the_accents_of_its_name_are_composed() {
        String yaml = support().replace("support", "cafe\u0301") + "models: {a: [caf\u00e9]}\n";

        assertThat(problemsOfYaml(yaml)).isEmpty();
        assertThat(
                        problemsOfYaml(
                                support().replace("support", "caf\u00e9")
                                        + "models: {a: [cafe\u0301]}\n"))
                .isEmpty();
    }

    @Test
    void a_name_has_at_most_64_characters() {
        assertThat(problemsOfYaml(support().replace("support", "a".repeat(64)))).isEmpty();
        assertThat(problemsOfYaml(support().replace("support", "a".repeat(65))))
                .isEqualTo(
                        "sluice.yaml:2:3: upstreams.… is no valid name; use at most 64 letters, digits and . _ : / -");
    }

    @Test
    void a_name_of_one_letter_resembles_no_other() {
        assertThat(problemsOfYaml(support().replace("support", "a") + "models: {m: b}\n"))
                .isEqualTo(
                        "sluice.yaml:6:10: models.m names the unknown upstream `b`; known: a [CFG-UNKNOWN]");
    }

    @Test
    void upstreams_must_be_named() {
        assertThat(problemsOfYaml("upstreams: [a]\n"))
                .startsWith("sluice.yaml:1:1: upstreams must be a section of names you choose");
    }

    @Test
    void without_an_upstream_the_message_shows_one() {
        assertThat(problemsOfYaml("server: {port: 80}\n"))
                .isEqualTo(
                        "sluice.yaml:1:1: no upstream is configured; write `upstreams: {support: {type: dify, url: https://api.dify.ai/v1, key: app-…}}` [CFG-NO-MODELS]");
    }
}
