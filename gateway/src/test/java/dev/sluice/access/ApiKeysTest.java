package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Truth.Kind.class)
final class ApiKeysTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private final Truth truth;

    ApiKeysTest(Truth.Kind kind, @TempDir Path folder) {
        truth = Truth.open(kind, folder, POSTGRES);
    }

    @AfterEach
    void close() {
        truth.close();
    }

    @Test
    void a_key_is_256_random_bits_behind_a_prefix_that_tells_whose_it_is() {
        var one = truth.keys().create("one", Grants.CHAT);
        var two = truth.keys().create("two", Grants.CHAT);

        assertThat(one.key()).matches("sk-sluice-[A-Za-z0-9_-]{43}").isNotEqualTo(two.key());
        assertThat(one).hasToString("one");
    }

    @Test
    void of_a_key_only_a_digest_and_its_last_four_characters_are_kept() {
        var made = truth.keys().create("laptop", Grants.CHAT);

        assertThat(truth.keys().list())
                .containsExactly(
                        new ApiKey(
                                "laptop",
                                made.key().substring(made.key().length() - 4),
                                Grants.CHAT,
                                TestClock.START,
                                ApiKey.NEVER));
        assertThat(truth.dump()).contains("laptop").doesNotContain(made.key().substring(0, 30));
    }

    @Test
    void grants_come_back_as_they_were_given() {
        var given =
                List.of(
                        Grants.CHAT,
                        Grants.CHAT.speakingForUsers(),
                        Grants.CHAT.and(Permission.STATUS),
                        Grants.ALL,
                        Grants.ALL.speakingForUsers(),
                        Grants.CHAT.forProgram(ClientTraits.OPEN_WEBUI),
                        Grants.CHAT.forProgram(
                                ClientTraits.NONE.with(ClientTraits.StreamErrors.CUT)),
                        new Grants(Set.of(), false));

        for (Grants grants : given) {
            truth.keys().create("key-" + given.indexOf(grants), grants);
        }

        assertThat(truth.keys().list()).extracting(ApiKey::grants).containsExactlyElementsOf(given);
    }

    @Test
    void a_permission_of_a_later_version_is_not_given() {
        truth.keys().create("laptop", Grants.CHAT);
        truth.execute("UPDATE api_keys SET permissions = 'chat fly'");

        assertThat(truth.keys().list().getFirst().grants().permissions())
                .containsExactly(Permission.CHAT);
    }

    @Test
    void a_program_of_a_later_version_is_served_as_any() {
        truth.keys().create("laptop", Grants.CHAT.forProgram(ClientTraits.OPEN_WEBUI));
        truth.execute("UPDATE api_keys SET front_end = 'later', stream_errors = 'later'");

        assertThat(truth.keys().list().getFirst().grants().traits()).isEqualTo(ClientTraits.NONE);
    }

    @Test
    void two_live_keys_cannot_have_one_name() {
        truth.keys().create("laptop", Grants.CHAT);

        assertThatThrownBy(() -> truth.keys().create("laptop", Grants.CHAT))
                .isInstanceOf(AccessException.class)
                .hasMessage(
                        "there is a key `laptop` already; choose another name, or first"
                                + " `sluice keys revoke laptop`");
        assertThat(truth.keys().list()).hasSize(1);
    }

    @Test
    void of_many_who_make_a_key_of_one_name_at_once_one_does() throws Exception {
        List<Callable<Boolean>> makers = new ArrayList<>();
        for (Truth each : List.of(truth, truth.another())) {
            for (int i = 0; i < 5; i++) {
                makers.add(() -> each.keys().add(each.keys().random("laptop"), Grants.CHAT));
            }
        }

        try (var threads = Executors.newFixedThreadPool(4)) {
            var made = threads.invokeAll(makers).stream().map(Future::resultNow).toList();

            assertThat(made).containsOnlyOnce(true);
        }
    }

    @Test
    void a_revoked_key_is_kept_and_its_name_is_free() {
        truth.keys().create("laptop", Grants.CHAT);

        assertThat(truth.keys().revoke("laptop")).isTrue();

        truth.keys().create("laptop", Grants.ALL);
        assertThat(truth.keys().list())
                .extracting(ApiKey::live)
                .containsExactlyInAnyOrder(false, true);
        assertThat(truth.keys().list())
                .filteredOn(key -> !key.live())
                .extracting(ApiKey::revoked)
                .containsExactly(TestClock.START);
    }

    @Test
    void what_is_not_there_or_is_revoked_cannot_be_revoked() {
        truth.keys().create("laptop", Grants.CHAT);
        truth.keys().revoke("laptop");

        assertThat(truth.keys().revoke("laptop")).isFalse();
        assertThat(truth.keys().revoke("desktop")).isFalse();
    }

    @Test
    void what_is_no_name_is_refused() {
        var names = List.of("", " ", "a b", "open", "-x", "😀", "a\nb", "a`b", "x".repeat(65));

        assertThat(names)
                .allSatisfy(name ->
                        assertThatThrownBy(() -> truth.keys().create(name, Grants.CHAT))
                                .isInstanceOf(AccessException.class)
                                .hasMessageContaining("cannot be the name of a key"));
        assertThat(truth.keys().create("x".repeat(64), Grants.CHAT).name()).hasSize(64);
    }

    @Test
    void a_gateway_with_another_secret_key_is_refused_while_a_key_is_live() {
        truth.keys().create("laptop", Grants.CHAT);
        var other = truth.withOtherSecret();

        assertThatThrownBy(() -> other.create("desktop", Grants.CHAT))
                .isInstanceOf(AccessException.class)
                .hasMessageContainingAll("another secret key", "SLUICE_SECRET_KEY", "secret.key");
        assertThatThrownBy(() -> KeyRing.open(other, truth.clock()))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining("another secret key");
        assertThat(truth.keys().list()).hasSize(1);
    }

    @Test
    void with_no_live_key_left_another_secret_key_is_taken() {
        truth.keys().create("laptop", Grants.CHAT);
        var other = truth.withOtherSecret();
        other.revoke("laptop");

        other.create("desktop", Grants.CHAT);

        KeyRing.open(other, truth.clock()).close();
        assertThatThrownBy(() -> truth.keys().create("tablet", Grants.CHAT))
                .hasMessageContaining("another secret key");
    }
}
