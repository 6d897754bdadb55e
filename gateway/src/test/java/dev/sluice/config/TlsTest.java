package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.Listen;
import dev.sluice.http.Tls;
import dev.sluice.testing.Certificate;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates are checked before a listener fails on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
    private static final String PASSWORD = "password";

    private Path folder = Path.of("");

    @BeforeAll
    void makeCertificates(@TempDir Path forAll) throws Exception {
        folder = forAll;
        make("rsa", "RSA");
        make("ec", "EC");
        make("ed", "Ed25519");
        Files.writeString(folder.resolve("text.pem"), "no PEM at all\n");
        String key = Files.readString(folder.resolve("rsa.key"));
        Files.writeString(
                folder.resolve("secret.key"), key.replace(" PRIVATE", " ENCRYPTED PRIVATE"));
        for (String name : List.of("rsa", "ec")) {
            byte[] whole = bytes(Files.readString(folder.resolve(name + ".key")));
            pem(
                    name + "-older.key",
                    name.toUpperCase(Locale.ROOT) + " PRIVATE KEY",
                    withoutFrame(whole));
        }
        Files.writeString(folder.resolve("damaged.key"), key.replaceFirst("\n.{20}", "\n"));
    }

    private void make(String name, String algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=localhost",
                                "-alias",
                                name,
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
        var loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        pem(name + ".crt", "CERTIFICATE", loaded.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", loaded.getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private void pem(String file, String type, byte[] bytes) throws Exception {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n");
    }

    private SluiceConfig load(String server) throws Exception {
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, "server: {" + server + "}\n" + Reading.support());
        return Configuration.at(file, Overrides.NONE, Map.of()).load();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed"})
    void a_certificate_and_its_key_are_found_beside_the_file(String name) throws Exception {
        var server =
                load("port: 1, tls: {certificate: %s.crt, key: %1$s.key}".formatted(name)).server();

        assertThat(server.tls())
                .isEqualTo(
                        new Tls.Files(
                                folder.resolve(name + ".crt"), folder.resolve(name + ".key")));
        assertThat(server.listen()).containsExactly(new Listen("127.0.0.1", 1, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void a_key_may_be_in_an_older_form(String name) throws Exception {
        assertThat(
                        load("tls: {certificate: %s.crt, key: %1$s-older.key}".formatted(name))
                                .server()
                                .tls())
                .isInstanceOf(Tls.Files.class);
    }

    @Test
    void a_certificate_that_has_expired_is_warned_of() throws Exception {
        Certificate.expiredIn(folder);

        assertThat(load("tls: {certificate: gate.pem, key: gate.key}").origin().warnings())
                .singleElement()
                .asString()
                .contains(
                        "server.tls.certificate names " + folder.resolve("gate.pem"),
                        "is valid from",
                        "renew it");
    }

    /** The third member of what RFC 5958 puts around a key. */
    private static byte[] withoutFrame(byte[] whole) {
        var der = ByteBuffer.wrap(whole);
        length(der);
        for (int before = 0; before < 2; before++) {
            int skipped = length(der);
            der.position(der.position() + skipped);
        }
        byte[] key = new byte[length(der)];
        der.get(key);
        return key;
    }

    private static int length(ByteBuffer der) {
        der.get();
        int length = Byte.toUnsignedInt(der.get());
        return switch (length) {
            case 0x81 -> Byte.toUnsignedInt(der.get());
            case 0x82 -> Short.toUnsignedInt(der.getShort());
            default -> length;
        };
    }

    private static byte[] bytes(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
    }

    @Test
    void of_several_addresses_those_with_https_have_tls() throws Exception {
        var server =
                load("listen: ['localhost:1', 'https://localhost:2'], tls: {certificate: ec.crt, key: ec.key}")
                        .server();

        assertThat(server.listen()).extracting(Listen::tls).containsExactly(false, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.crt | rsa.key | certificate names FOLDER/none.crt, which cannot be read (NoSuchFileException); check its name and its rights",
                "rsa.crt | none.key | key names FOLDER/none.key, which cannot be read (NoSuchFileException); check its name and its rights",
                "text.pem | rsa.key | certificate names FOLDER/text.pem, which holds no certificate; it must be PEM, with -----BEGIN CERTIFICATE-----",
                "rsa.key | rsa.key | certificate names FOLDER/rsa.key, which holds no certificate; it must be PEM, with -----BEGIN CERTIFICATE-----",
                "rsa.crt | text.pem | key names FOLDER/text.pem, which holds no private key; it must be PEM, with -----BEGIN PRIVATE KEY-----",
                "rsa.crt | secret.key | key names FOLDER/secret.key, which is encrypted; write it without a password: openssl pkey -in FILE -out NEW",
                "ed.crt | rsa.key | key names FOLDER/rsa.key, which is not the key of the certificate; name the one it was made with",
                "rsa.crt | ec.key | key names FOLDER/ec.key, which is not the key of the certificate; name the one it was made with",
                "rsa.crt | ec-older.key | key names FOLDER/ec-older.key, which is not the key of the certificate; name the one it was made with",
                "ec.crt | rsa-older.key | key names FOLDER/rsa-older.key, which is not the key of the certificate; name the one it was made with",
                "rsa.crt | damaged.key | key names FOLDER/damaged.key, which is not the key of the certificate; name the one it was made with",
            })
    void files_that_would_not_work_are_refused(String certificate, String key, String told) {
        assertThatThrownBy(() -> load("tls: {certificate: " + certificate + ", key: " + key + "}"))
                .isInstanceOf(InvalidConfiguration.class)
                .message()
                .endsWith("server.tls." + told.replace("FOLDER", folder.toString()))
                .doesNotContain("\n");
    }
}
