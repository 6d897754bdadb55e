package dev.sluice.access;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is derived from the one secret key of this gateway and its replicas. Thread-safe. */
public final class Secrets {
    static final String FILE = "secret.key";

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final String VARIABLE = "SLUICE_SECRET_KEY";
    private static final String MAC = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 8;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final SecretKey digestKey;
    private final String fingerprint;

    private Secrets(byte[] secret) {
        digestKey = new SecretKeySpec(derived(secret, "sluice api keys 1", SecretText.BYTES), MAC);
        fingerprint =
                HexFormat.of()
                        .formatHex(derived(secret, "sluice fingerprint 1", FINGERPRINT_BYTES));
    }

    /**
     * Takes the key from the environment, else from the state folder, where the first start makes
     * it.
     *
     * @param fromEnvironment the value of {@code SLUICE_SECRET_KEY}, empty without one
     * @throws AccessException with a message for the user
     */
    public static Secrets open(Path folder, String fromEnvironment, RandomGenerator chance) {
        return new Secrets(
                fromEnvironment.isBlank()
                        ? SecretText.read(folder.resolve(FILE).toString(), kept(folder, chance))
                        : SecretText.read(VARIABLE, fromEnvironment));
    }

    /** Tells two secret keys apart, and nothing of either. */
    String fingerprint() {
        return fingerprint;
    }

    /** What is kept of an API key: only who has the secret key can compute it. */
    String digest(byte[] key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(digestKey);
            return HexFormat.of().formatHex(mac.doFinal(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private static byte[] derived(byte[] secret, String purpose, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .thenExpand(
                                            purpose.getBytes(StandardCharsets.US_ASCII), length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF", e);
        }
    }

    private static String kept(Path folder, RandomGenerator chance) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                byte[] secret = new byte[SecretText.BYTES];
                chance.nextBytes(secret);
                PrivateFiles.create(file, SecretText.write(secret) + "\n");
            }
            closeToOthers(file);
            return Files.readString(file);
        } catch (IOException e) {
            throw new AccessException(
                    "the secret key "
                            + file
                            + " can be neither read nor made; give this user the right to, or set "
                            + VARIABLE,
                    e);
        }
    }

    /** A backup that was copied back often comes with the rights of any other file. */
    private static void closeToOthers(Path file) throws IOException {
        boolean hasRights = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (hasRights && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            LOG.warn("others could read the secret key; from now on only its owner can");
        }
    }
}
