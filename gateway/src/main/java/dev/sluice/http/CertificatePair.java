package dev.sluice.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate with its chain, and its private key, as their files held them at one moment. */
public final class CertificatePair {
    private static final String NAME = "gate";

    private final Tls.Files files;
    private final List<Fault> faults = new ArrayList<>();
    private final List<X509Certificate> chain;
    private final @Nullable PrivateKey key;

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

        @Override
        public String toString() {
            return file + " " + what;
        }
    }

    private CertificatePair(Tls.Files files) {
        this.files = files;
        Optional<String> chainText = text(Part.CERTIFICATE, files.certificate());
        Optional<String> keyText = text(Part.KEY, files.key());
        chain = chainText.map(this::chain).orElse(List.of());
        Optional<String> soundKey = keyText.filter(this::isSound);
        key = soundKey.flatMap(this::key).orElse(null);
    }

    /** As the files are now; what is wrong with them is among the faults. */
    public static CertificatePair read(Tls.Files files) {
        return new CertificatePair(files);
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** The first of the faults, with the file it is in. */
    Optional<String> problem() {
        return faults.stream().findFirst().map(Fault::toString);
    }

    /** Why clients would not accept it at present, though it could be shown to them. */
    public Optional<Fault> outOfTime() {
        return chain.stream().findFirst().flatMap(this::outOfTime);
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

    /**
     * For a listener: what was checked is what is shown.
     *
     * @throws UnusableCertificateException if there are faults
     */
    KeyManagerFactory keyManagers() {
        if (key == null) {
            throw new UnusableCertificateException(problem().orElse(""));
        }
        try {
            // It never leaves the memory. PKCS12 would refuse a chain that is not in order.
            char[] password = new char[0];
            var store = KeyStore.getInstance("JKS");
            store.load(null, password);
            store.setKeyEntry(NAME, key, password, chain.toArray(X509Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            return managers;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new UnusableCertificateException(
                    files.certificate()
                            + " cannot be used for TLS ("
                            + unusable.getClass().getSimpleName()
                            + ")");
        }
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

    private List<X509Certificate> chain(String text) {
        try {
            List<X509Certificate> read = CertificateChain.read(text);
            if (read.isEmpty()) {
                fault(Part.CERTIFICATE, CertificateChain.insteadOfPem(text));
            }
            return read;
        } catch (CertificateException _) {
            fault(
                    Part.CERTIFICATE,
                    "holds a certificate that is damaged; put it there again, whole");
            return List.of();
        }
    }

    private boolean isSound(String text) {
        if (text.contains("ENCRYPTED")) {
            fault(
                    Part.KEY,
                    "is encrypted; write it without a password: openssl pkey -in FILE -out NEW");
            return false;
        }
        if (!KeyProof.isKey(text)) {
            fault(
                    Part.KEY,
                    CertificateChain.isDer(text)
                            ? "is binary; it must be PEM, with -----BEGIN PRIVATE KEY-----. If it is"
                                    + " DER, convert it: openssl pkey -inform DER -in FILE -out NEW"
                            : "holds no private key; it must be PEM, with -----BEGIN PRIVATE KEY-----");
            return false;
        }
        return true;
    }

    private Optional<PrivateKey> key(String text) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        var publicKey = chain.getFirst().getPublicKey();
        Optional<String> unsupported = KeyProof.unsupported(publicKey);
        if (unsupported.isPresent()) {
            fault(
                    Part.CERTIFICATE,
                    "is for a key of "
                            + unsupported.get()
                            + "; have one made for another key, such as of: openssl genpkey"
                            + " -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out NEW");
            return Optional.empty();
        }
        Optional<PrivateKey> found = KeyProof.key(text, publicKey);
        if (found.isEmpty()) {
            fault(
                    isOfLater(text) ? Part.CERTIFICATE : Part.KEY,
                    isOfLater(text)
                            ? "begins with the certificate of another key; put the server's own first, then its chain"
                            : "is not the key of the certificate; name the one it was made with");
        }
        return found;
    }

    private boolean isOfLater(String keyText) {
        return chain.stream()
                .anyMatch(other -> KeyProof.key(keyText, other.getPublicKey()).isPresent());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return files.certificate().toString();
    }
}
