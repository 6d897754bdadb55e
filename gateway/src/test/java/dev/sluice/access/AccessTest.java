package dev.sluice.access;

import static dev.sluice.access.Permission.ADMIN;
import static dev.sluice.access.Permission.CHAT;
import static dev.sluice.access.Permission.MODELS;
import static dev.sluice.access.Permission.PUBLIC;
import static dev.sluice.access.Permission.STATUS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Truth.Kind.class)
final class AccessTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final String CONFIGURED = "any thing: at all, even this";
    private static final String UMLAUT = "schlüssel-钥匙";
    private static final String GARBAGE = "sk-sluice-" + "x".repeat(43);

    private final Truth truth;
    private final String key;
    private final Map<String, String> sent;

    /** A kind of key, and what it may do in the two modes; nothing where it is refused. */
    private record Holder(String name, Set<Permission> withKeys, Set<Permission> open) {
        private static final Set<Permission> WITHOUT_KEY = Set.of(MODELS, CHAT, STATUS);
        private static final Set<Permission> EVERYTHING = Set.of(MODELS, CHAT, STATUS, ADMIN);

        static final List<Holder> ALL =
                List.of(
                        new Holder("nobody", Set.of(), WITHOUT_KEY),
                        new Holder("stranger", Set.of(), WITHOUT_KEY),
                        new Holder("revoked", Set.of(), Set.of()),
                        new Holder("in the file", Set.of(MODELS, CHAT), WITHOUT_KEY),
                        new Holder("plain", Set.of(MODELS, CHAT), WITHOUT_KEY),
                        new Holder("reader", WITHOUT_KEY, WITHOUT_KEY),
                        new Holder("master", EVERYTHING, EVERYTHING));

        Set<Permission> may(Mode mode) {
            return mode == Mode.OPEN ? open : withKeys;
        }
    }

    private record Case(Mode mode, Holder holder, Permission permission) {}

    AccessTest(Truth.Kind kind, @TempDir Path folder) {
        truth = Truth.open(kind, folder, POSTGRES);
        key = truth.keys().create("plain", Grants.CHAT).key();
        var revoked = truth.keys().create("revoked", Grants.ALL);
        truth.keys().revoke("revoked");
        sent =
                Map.of(
                        "nobody",
                        "",
                        "stranger",
                        GARBAGE,
                        "revoked",
                        revoked.key(),
                        "in the file",
                        CONFIGURED,
                        "plain",
                        key,
                        "reader",
                        truth.keys().create("reader", Grants.CHAT.and(STATUS)).key(),
                        "master",
                        truth.keys().create("master", Grants.ALL).key());
    }

    @AfterEach
    void close() {
        truth.close();
    }

    @Test
    void every_kind_of_key_may_in_each_mode_what_it_may_and_nothing_else() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            assertThat(cases())
                    .allSatisfy(each ->
                            assertThat(isAllowed(access(each.mode(), ring), each))
                                    .isEqualTo(
                                            each.holder()
                                                    .may(each.mode())
                                                    .contains(each.permission())));
        }
    }

    private static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (Mode mode : Mode.values()) {
            for (Holder holder : Holder.ALL) {
                for (Permission permission : Holder.EVERYTHING) {
                    cases.add(new Case(mode, holder, permission));
                }
            }
        }
        return cases;
    }

    private boolean isAllowed(Access access, Case each) {
        try {
            String authorization = sent.getOrDefault(each.holder().name(), "");
            access.require(access.identify(authorization, ""), each.permission());
            return true;
        } catch (ChatFailedException _) {
            return false;
        }
    }

    @Test
    void whoever_was_identified_may_what_is_public() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            assertThatCode(() -> access(Mode.KEYS, ring).require(Caller.OPEN, PUBLIC))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_key_is_known_with_and_without_the_scheme() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);

            assertThat(
                            List.of(
                                    "Bearer %s",
                                    "bearer %s", "BEARER   %s ", "%s", "  %s", "Bearer Bearer %s"))
                    .extracting(header -> access.identify(header.formatted(key), "").name())
                    .containsOnly("plain");
        }
    }

    @Test
    void a_key_in_its_own_header_is_known_whatever_stands_in_the_other() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);

            assertThat(List.of("", "Bearer", "Bearer ", "Basic dXNlcjpwYXNzd29yZA=="))
                    .extracting(other -> access.identify(other, " " + key).name())
                    .containsOnly("plain");
            assertThat(access.identify("Bearer x", "", key).name()).isEqualTo("plain");
        }
    }

    @Test
    void a_key_within_something_else_is_none() {
        var headers =
                List.of("Basic %s", "Bearer Basic %s", "Bearer %sx", "Bearer x%s", "Token %s");
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);

            assertThat(headers)
                    .extracting(header -> refused(access, header.formatted(key)).code())
                    .containsOnly(FailureCode.KEY_INVALID);
        }
    }

    @Test
    void a_key_of_the_file_works_as_it_is_written() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);

            assertThat(List.of(CONFIGURED, UMLAUT))
                    // As it comes from the wire: one character a byte.
                    .map(written -> new String(written.getBytes(UTF_8), ISO_8859_1))
                    .extracting(wire -> access.identify("Bearer " + wire, ""))
                    .containsOnly(new Caller("imported", Set.of(MODELS, CHAT), false));
        }
    }

    @Test
    void in_open_mode_a_caller_without_a_good_key_is_open_and_one_with_it_has_a_name() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.OPEN, ring);

            assertThat(access.identify("", "")).isEqualTo(Caller.OPEN);
            assertThat(access.identify("Bearer ollama", "")).isEqualTo(Caller.OPEN);
            assertThat(access.identify(key, ""))
                    .isEqualTo(new Caller("plain", Set.of(MODELS, CHAT, STATUS), false));
        }
    }

    @Test
    void a_revoked_key_is_refused_by_its_name_in_both_modes() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            assertThat(Mode.values())
                    .extracting(
                            mode -> refused(access(mode, ring), sent.getOrDefault("revoked", "")))
                    .allSatisfy(failure -> {
                        assertThat(failure.code()).isEqualTo(FailureCode.KEY_REVOKED);
                        assertThat(failure.cause()).isEqualTo("The key `revoked` was revoked.");
                    });
        }
    }

    @Test
    void a_request_without_key_is_told_the_header_and_the_command() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);

            assertThat(List.of("", "Bearer", "bearer  "))
                    .extracting(authorization -> refused(access, authorization))
                    .allSatisfy(failure -> {
                        assertThat(failure.code()).isEqualTo(FailureCode.KEY_MISSING);
                        assertThat(failure.fix())
                                .contains(
                                        "Authorization: Bearer",
                                        "X-API-Key",
                                        "sluice keys create NAME");
                    });
        }
    }

    @Test
    void no_refusal_repeats_the_key() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            for (String bad : List.of(GARBAGE, sent.getOrDefault("revoked", ""))) {
                assertThatThrownBy(() -> access(Mode.KEYS, ring).identify(bad, bad))
                        .isInstanceOfSatisfying(
                                ChatFailedException.class,
                                refused ->
                                        assertThat(refused + " " + refused.failure())
                                                .doesNotContain(bad));
            }
        }
    }

    @Test
    void a_denied_caller_is_told_the_permission_and_the_command_that_gives_it() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);
            var caller = access.identify(key, "");

            assertThat(denied(access, caller, STATUS))
                    .isEqualTo(
                            ChatFailure.of(
                                    FailureCode.PERMISSION_DENIED,
                                    ChatFailure.CLIENT,
                                    "The key `plain` may not read the status.",
                                    "Use a key that may; `sluice keys create NAME --reads-status`"
                                            + " makes one."));
            assertThat(denied(access, caller, ADMIN).fix()).contains("keys create NAME --admin`");
            assertThat(denied(access, Caller.OPEN, ADMIN).cause()).startsWith("Without a key ");
        }
    }

    @Test
    void ten_thousand_random_keys_are_nobodys() {
        var chance = new Random(99);
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var access = access(Mode.KEYS, ring);
            for (int i = 0; i < 10_000; i++) {
                byte[] random = new byte[chance.nextInt(64)];
                chance.nextBytes(random);
                String garbage =
                        i % 2 == 0
                                ? NewKey.PREFIX + Base64.getUrlEncoder().encodeToString(random)
                                : new String(random, ISO_8859_1);
                assertThatThrownBy(() -> access.identify(garbage, garbage))
                        .isInstanceOf(ChatFailedException.class);
            }
        }
    }

    @Test
    void with_the_database_away_too_long_only_keys_of_the_file_count() {
        var nanos = new AtomicLong();
        try (var ring = KeyRing.open(truth.keys(), truth.clock(), nanos::get)) {
            truth.goAway();
            await().until(() -> !ring.health().current());
            nanos.addAndGet(KeyRing.TRUSTED_UNREAD.plusSeconds(1).toNanos());
            var access = access(Mode.KEYS, ring);

            var failure = refused(access, key);

            assertThat(failure.code()).isEqualTo(FailureCode.KEYS_UNREADABLE);
            assertThat(failure.retryAfterSeconds()).isPositive();
            assertThat(access.identify(CONFIGURED, "").name()).isEqualTo("imported");
            assertThat(access(Mode.OPEN, ring).identify("dummy", "")).isEqualTo(Caller.OPEN);
        }
    }

    private Access access(Mode mode, KeyRing ring) {
        var config =
                new AccessConfig(
                        mode,
                        false,
                        List.of(
                                new ConfiguredKey("imported", CONFIGURED),
                                new ConfiguredKey("imported", UMLAUT)),
                        List.of(),
                        List.of());
        return new Access(config, truth.secrets(), ring, new WrongKeys(System::nanoTime));
    }

    private static ChatFailure refused(Access access, String authorization) {
        return catchThrowableOfType(
                        ChatFailedException.class, () -> access.identify(authorization, ""))
                .failure();
    }

    private static ChatFailure denied(Access access, Caller caller, Permission permission) {
        return catchThrowableOfType(
                        ChatFailedException.class, () -> access.require(caller, permission))
                .failure();
    }
}
