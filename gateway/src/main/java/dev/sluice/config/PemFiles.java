package dev.sluice.config;

import dev.sluice.http.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the files of a certificate before a listener fails on them. */
final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    /** By the algorithm of the key. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private final Tls.Files files;
    private final Findings findings;

    PemFiles(Tls.Files files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /**
     * @param certificate the setting that names its file
     * @param key the setting that names its file
     */
    void check(Value certificate, Value key) {
        var text = text(certificate, files.certificate());
        var keyText = text(key, files.key());
        Optional<PublicKey> publicKey = text.flatMap(pem -> publicKey(certificate, pem));
        boolean sound = keyText.isPresent() && isSound(key, keyText.get());
        if (sound && publicKey.isPresent() && !belong(keyText.get(), publicKey.get())) {
            findings.problem(
                    key,
                    "names "
                            + files.key()
                            + ", which is not the key of the certificate; name the one it was made with");
        }
    }

    private Optional<String> text(Value value, Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            findings.problem(
                    value,
                    "names "
                            + file
                            + ", which cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); check its name and its rights");
            return Optional.empty();
        }
    }

    private Optional<PublicKey> publicKey(Value value, String pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .findFirst()
                    .map(certificate -> certificate.getPublicKey())
                    .or(() -> notCertificate(value));
        } catch (GeneralSecurityException _) {
            return notCertificate(value);
        }
    }

    private Optional<PublicKey> notCertificate(Value value) {
        findings.problem(
                value,
                "names "
                        + files.certificate()
                        + ", which holds no certificate; it must be PEM, with -----BEGIN CERTIFICATE-----");
        return Optional.empty();
    }

    private boolean isSound(Value value, String pem) {
        var found = PRIVATE_KEY.matcher(pem);
        if (pem.contains("ENCRYPTED")) {
            findings.problem(
                    value,
                    "names "
                            + files.key()
                            + ", which is encrypted; write it without a password: openssl pkey -in FILE -out NEW");
            return false;
        }
        if (!found.find()) {
            findings.problem(
                    value,
                    "names "
                            + files.key()
                            + ", which holds no private key; it must be PEM, with -----BEGIN PRIVATE KEY-----");
            return false;
        }
        return true;
    }

    /** Older forms of keys are left to the listener, since only this one can be read here. */
    private static boolean belong(String keyPem, PublicKey publicKey) {
        var found = PRIVATE_KEY.matcher(keyPem);
        String signature = SIGNATURES.get(publicKey.getAlgorithm());
        if (!found.find() || !found.group(1).isEmpty() || signature == null) {
            return true;
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            var signing = Signature.getInstance(signature);
            signing.initSign(key);
            byte[] signed = signing.sign();
            signing.initVerify(publicKey);
            return signing.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
