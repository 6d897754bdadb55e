package dev.sluice.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate with its chain, and its private key, as their files held them at one moment. */
public final class CertificatePair {
    private final Tls.Files files;
    private final List<Fault> faults = new ArrayList<>();
    private final String chain;
    private final String key;
    private final @Nullable X509Certificate certificate;

    /** Which of the two files. */
    public enum Part {
        CERTIFICATE,
        KEY
    }

    /**
     * Why no listener can use it.
     *
     * @param what goes on after the file's name
     */
    public record Fault(Part part, Path file, String what) {
        public Fault {
            Objects.requireNonNull(part);
            Objects.requireNonNull(file);
            Objects.requireNonNull(what);
        }
    }

    private CertificatePair(Tls.Files files) {
        this.files = files;
        Optional<String> chainText = text(Part.CERTIFICATE, files.certificate());
        Optional<String> keyText = text(Part.KEY, files.key());
        chain = chainText.orElse("");
        key = keyText.orElse("");
        certificate = chainText.flatMap(this::first).orElse(null);
        boolean sound = keyText.isPresent() && isSound();
        if (sound && certificate != null && !KeyProof.belong(key, certificate.getPublicKey())) {
            fault(Part.KEY, "is not the key of the certificate; name the one it was made with");
        }
    }

    /** As the files are now; what is wrong with them is among the faults. */
    public static CertificatePair read(Tls.Files files) {
        return new CertificatePair(files);
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Why clients would not accept it at present, though it could be shown to them. */
    public Optional<Fault> outOfTime() {
        return Optional.ofNullable(certificate).flatMap(this::outOfTime);
    }

    private Optional<Fault> outOfTime(X509Certificate one) {
        try {
            one.checkValidity();
            return Optional.empty();
        } catch (CertificateException _) {
            return Optional.of(
                    new Fault(
                            Part.CERTIFICATE,
                            files.certificate(),
                            "is valid from "
                                    + one.getNotBefore().toInstant()
                                    + " to "
                                    + one.getNotAfter().toInstant()
                                    + "; renew it, or set this machine's clock"));
        }
    }

    /** In PEM. */
    String chain() {
        return chain;
    }

    /** In PEM. */
    String key() {
        return key;
    }

    private void fault(Part part, String what) {
        faults.add(new Fault(part, part == Part.KEY ? files.key() : files.certificate(), what));
    }

    private Optional<String> text(Part part, Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            fault(
                    part,
                    "cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); check its name and its rights");
            return Optional.empty();
        }
    }

    private Optional<X509Certificate> first(String pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                if (one instanceof X509Certificate found) {
                    return Optional.of(found);
                }
            }
        } catch (GeneralSecurityException _) {
            // What it is instead is of no use to anybody.
        }
        fault(
                Part.CERTIFICATE,
                "holds no certificate; it must be PEM, with -----BEGIN CERTIFICATE-----");
        return Optional.empty();
    }

    private boolean isSound() {
        if (key.contains("ENCRYPTED")) {
            fault(
                    Part.KEY,
                    "is encrypted; write it without a password: openssl pkey -in FILE -out NEW");
            return false;
        }
        if (!KeyProof.isKey(key)) {
            fault(
                    Part.KEY,
                    "holds no private key; it must be PEM, with -----BEGIN PRIVATE KEY-----");
            return false;
        }
        return true;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return files.certificate().toString();
    }
}
