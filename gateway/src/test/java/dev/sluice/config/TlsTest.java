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

    /** On secp256k1, which keytool cannot make any more. */
    private static final String CURVE_CERTIFICATE =
            """
            MIIBejCCASCgAwIBAgIUGPa5CVve3H7c7Z8XNKBtyn1YMq8wCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTIwMTAwNDI0MVoXDTI2MTIzMTAw
            NDI0MVowFDESMBAGA1UEAwwJbG9jYWxob3N0MFYwEAYHKoZIzj0CAQYFK4EEAAoD
            QgAEWac/iS3BPJcJigTfpSJG5Q9f1fj7LoYJpDCLq8Xtnj1T/isQ2XDi3pPJqX+4
            r51DZzERLkkuayOGE6uDnf9OQKNTMFEwHQYDVR0OBBYEFDQGBOVD7Icu51q6PwDj
            xfE5FvvqMB8GA1UdIwQYMBaAFDQGBOVD7Icu51q6PwDjxfE5FvvqMA8GA1UdEwEB
            /wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAKhRiYsV6gRG6rTs9U1MOa4ZhY58
            PlBNAWNl+ZlFlgqOAiAxaiZqnQJRxh9uw0mkotJNDNMYM93Qt+SILzp5EmoiCw==
            """;

    private static final String CURVE_KEY =
            """
            MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgjbmKHYxxgjfD2Nbqanlx
            JQhhWKN1+KVmdQi3+XpDEomhRANCAARZpz+JLcE8lwmKBN+lIkblD1/V+Psuhgmk
            MIurxe2ePVP+KxDZcOLek8mpf7ivnUNnMREuSS5rI4YTq4Od/05A
            """;

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
        String certificate = Files.readString(folder.resolve("rsa.crt"));
        Files.write(folder.resolve("der.crt"), bytes(certificate));
        Files.write(folder.resolve("der.key"), bytes(key));
        Files.writeString(folder.resolve("damaged.crt"), certificate.replaceFirst("\n.{20}", "\n"));
        Files.writeString(folder.resolve("both.pem"), certificate + key);
        Files.writeString(
                folder.resolve("reversed.crt"),
                Files.readString(folder.resolve("ec.crt")) + certificate);
        Files.writeString(
                folder.resolve("openssh.key"), key.replace(" PRIVATE", " OPENSSH PRIVATE"));
        Files.writeString(folder.resolve("pkcs7.pem"), certificate.replace("CERTIFICATE", "PKCS7"));
        pem("curve.crt", "CERTIFICATE", Base64.getMimeDecoder().decode(CURVE_CERTIFICATE));
        pem("curve.key", "PRIVATE KEY", Base64.getMimeDecoder().decode(CURVE_KEY));
        make("dsa", "DSA");
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
    void certificate_and_key_may_be_in_one_file() throws Exception {
        assertThat(load("tls: {certificate: both.pem, key: both.pem}").server().tls())
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
                "der.crt | rsa.key | certificate names FOLDER/der.crt, which is DER; it must be PEM, with -----BEGIN CERTIFICATE-----. Convert it: openssl x509 -inform DER -in FILE -out NEW",
                "rsa.p12 | rsa.key | certificate names FOLDER/rsa.p12, which is binary; it must be PEM, with -----BEGIN CERTIFICATE-----. If it is PKCS #12, convert it: openssl pkcs12 -nodes -in FILE -out NEW",
                "pkcs7.pem | rsa.key | certificate names FOLDER/pkcs7.pem, which is PKCS #7; convert it: openssl pkcs7 -print_certs -in FILE -out NEW",
                "damaged.crt | rsa.key | certificate names FOLDER/damaged.crt, which holds a certificate that is damaged; put it there again, whole",
                "reversed.crt | rsa.key | certificate names FOLDER/reversed.crt, which begins with the certificate of another key; put the server's own first, then its chain",
                "curve.crt | curve.key | certificate names FOLDER/curve.crt, which is for a key of an elliptic curve that is not supported here (only P-256, P-384 and P-521 are); have one made for another key, such as of: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out NEW",
                "dsa.crt | dsa.key | certificate names FOLDER/dsa.crt, which is for a key of an algorithm that is not supported here (DSA); have one made for another key, such as of: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out NEW",
                "rsa.crt | der.key | key names FOLDER/der.key, which is binary; it must be PEM, with -----BEGIN PRIVATE KEY-----. If it is DER, convert it: openssl pkey -inform DER -in FILE -out NEW",
                "rsa.crt | openssh.key | key names FOLDER/openssh.key, which holds no private key; it must be PEM, with -----BEGIN PRIVATE KEY-----",
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
