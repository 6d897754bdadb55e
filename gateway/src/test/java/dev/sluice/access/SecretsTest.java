package dev.sluice.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {
    private static final byte[] SECRET = random(32);

    @TempDir private Path folder = Path.of("");

    @Test
    void the_first_start_makes_a_key_of_256_bits_that_only_its_owner_may_read() throws Exception {
        open("");

        Path file = folder.resolve("secret.key");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(files()).containsExactly("secret.key");
    }

    @Test
    void the_next_start_uses_the_same_key() {
        String made = Secrets.open(folder, "", new Random(1)).fingerprint();

        assertThat(Secrets.open(folder, "", new Random(2)).fingerprint()).isEqualTo(made);
    }

    @Test
    void of_several_first_starts_at_once_one_makes_the_key() throws Exception {
        List<Callable<String>> starts = new ArrayList<>();
        IntStream.range(0, 16)
                .forEach(seed ->
                        starts.add(() -> Secrets.open(folder, "", new Random(seed)).fingerprint()));

        try (var threads = Executors.newFixedThreadPool(8)) {
            var fingerprints = threads.invokeAll(starts).stream().map(Future::resultNow).toList();

            assertThat(fingerprints).containsOnly(open("").fingerprint());
        }
        assertThat(files()).containsExactly("secret.key");
    }

    @Test
    void what_another_process_has_made_meanwhile_is_left_alone() throws Exception {
        PrivateFiles.create(folder.resolve("secret.key"), "theirs");

        PrivateFiles.create(folder.resolve("secret.key"), "ours");

        assertThat(folder.resolve("secret.key")).hasContent("theirs");
    }

    @Test
    void rights_that_a_copy_has_lost_are_put_right() throws Exception {
        open("");
        Path file = folder.resolve("secret.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        open("");

        assertThat(rights(file)).isEqualTo("rw-------");
    }

    @Test
    void the_environment_wins_and_leaves_no_file() throws Exception {
        String key = HexFormat.of().formatHex(SECRET);

        assertThat(open(key).fingerprint()).isEqualTo(open(" " + key + "\n").fingerprint());
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void one_key_is_the_same_however_it_is_written(String written) {
        assertThat(open(written).fingerprint())
                .isEqualTo(open(HexFormat.of().formatHex(SECRET)).fingerprint());
    }

    static Stream<String> spellings() {
        return Stream.of(
                HexFormat.of().withUpperCase().formatHex(SECRET),
                Base64.getEncoder().encodeToString(SECRET),
                Base64.getEncoder().withoutPadding().encodeToString(SECRET),
                Base64.getUrlEncoder().encodeToString(SECRET));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31})
    void a_short_key_is_refused_with_its_length_and_how_to_make_one(int bytes) {
        String key = Base64.getEncoder().encodeToString(random(bytes));

        assertThatThrownBy(() -> open(key))
                .isInstanceOf(AccessException.class)
                .hasMessage(
                        "the secret key in SLUICE_SECRET_KEY has %d bits and needs at least 256;"
                                + " make one with `openssl rand -hex 32`",
                        bytes * 8);
    }

    @Test
    void digits_are_never_taken_for_base64_which_would_count_them_for_more() {
        String digits = HexFormat.of().formatHex(random(24));

        assertThatThrownBy(() -> open(digits)).hasMessageContaining("has 192 bits");
    }

    @Test
    void text_of_another_form_is_refused() {
        assertThatThrownBy(() -> open("correct horse battery staple, and then some more"))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining("neither hexadecimal digits nor base64")
                .hasMessageNotContaining("horse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "your-secret-key-change-in-production",
                "django-insecure-0123456789012345678901234567890123456789",
                "changeme",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void a_key_that_others_know_is_refused_and_not_repeated(String key) {
        assertThatThrownBy(() -> open(key))
                .isInstanceOf(AccessException.class)
                .hasMessageContainingAll("SECRET-PUBLIC", "SLUICE_SECRET_KEY", "openssl")
                .hasMessageNotContaining(key);
    }

    @Test
    void no_random_key_is_taken_for_a_public_one() {
        var chance = new Random(7);

        assertThat(
                        IntStream.range(0, 2_000)
                                .mapToObj(_ -> {
                                    byte[] key = new byte[32];
                                    chance.nextBytes(key);
                                    return HexFormat.of().formatHex(key);
                                }))
                .allSatisfy(key -> assertThat(open(key).fingerprint()).hasSize(16));
    }

    @Test
    void a_damaged_file_is_told_by_its_path() throws Exception {
        Path file = Files.writeString(folder.resolve("secret.key"), "");

        assertThatThrownBy(() -> open(""))
                .isInstanceOf(AccessException.class)
                .hasMessageContainingAll(file.toString(), "has 0 bits");
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_told() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Secrets.open(file, "", new Random(1)))
                .isInstanceOf(AccessException.class)
                .hasMessageContainingAll(file.toString(), "SLUICE_SECRET_KEY");
    }

    @Test
    void a_digest_depends_on_the_secret_and_on_the_key() {
        var secrets = open(HexFormat.of().formatHex(SECRET));
        String digest = secrets.digest("key".getBytes(UTF_8));

        assertThat(digest)
                .matches("[0-9a-f]{64}")
                .isEqualTo(secrets.digest("key".getBytes(UTF_8)))
                .isNotEqualTo(secrets.digest("kez".getBytes(UTF_8)))
                .isNotEqualTo(open("").digest("key".getBytes(UTF_8)));
    }

    private Secrets open(String fromEnvironment) {
        return Secrets.open(folder, fromEnvironment, new Random(3));
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(42).nextBytes(random);
        return random;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
