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
import java.util.List;
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
    private final List<Path> files;
    private final String unsaved;

    /**
     * @param files where it is kept, at most one
     * @param unsaved what is to be written there; empty when it is
     */
    private Secrets(byte[] secret, List<Path> files, String unsaved) {
        this.files = files;
        this.unsaved = unsaved;
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
        Secrets prepared = prepare(folder, fromEnvironment, chance);
        if (prepared.unsaved.isEmpty()) {
            return prepared;
        }
        prepared.write();
        return prepare(folder, fromEnvironment, chance);
    }

    /**
     * The same, but a key that has to be made is not in the state folder before {@link #save}:
     * where the keys in the database need another, that one belongs there.
     */
    public static Secrets prepare(Path folder, String fromEnvironment, RandomGenerator chance) {
        if (!fromEnvironment.isBlank()) {
            byte[] given = SecretText.read(VARIABLE, fromEnvironment);
            return new Secrets(given, List.of(), "");
        }
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            byte[] secret = new byte[SecretText.BYTES];
            chance.nextBytes(secret);
            return new Secrets(secret, List.of(file), SecretText.write(secret) + "\n");
        }
        byte[] kept = SecretText.read(file.toString(), kept(file));
        return new Secrets(kept, List.of(file), "");
    }

    /**
     * Writes a key that was made to the state folder.
     *
     * @throws AccessException when that cannot be done, or another process did it before
     */
    public void save() {
        if (unsaved.isEmpty()) {
            return;
        }
        write();
        if (!kept(files.getFirst()).equals(unsaved)) {
            throw new AccessException(
                    "another process made the secret key "
                            + files.getFirst()
                            + " at the same time; try again");
        }
    }

    /** What has to be there at the next start. */
    public List<Path> files() {
        return files;
    }

    private void write() {
        Path file = files.getFirst();
        try {
            PrivateFiles.create(file, unsaved);
        } catch (IOException e) {
            throw unusable(file, e);
        }
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

    private static String kept(Path file) {
        try {
            closeToOthers(file);
            return Files.readString(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static AccessException unusable(Path file, IOException cause) {
        return new AccessException(
                "the secret key "
                        + file
                        + " can be neither read nor made; give this user the right to, or set "
                        + VARIABLE,
                cause);
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
