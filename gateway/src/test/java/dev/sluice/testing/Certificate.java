package dev.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that this test signed itself, as the PEM files a gateway takes. */
public final class Certificate {
    private static final String KEYS = "keys.p12";
    private static final char[] PASSWORD = "test-only".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private Certificate(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** Made anew, in place of one that was in the folder. */
    public static Certificate in(Path folder, String commonName) {
        try {
            Files.deleteIfExists(folder.resolve(KEYS));
            make(folder.resolve(KEYS), commonName);
            var certificate = at(folder);
            certificate.write();
            return certificate;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a key of that algorithm, as keytool names it. */
    public static Certificate with(Path folder, String algorithm) {
        try {
            Files.deleteIfExists(folder.resolve(KEYS));
            make(folder.resolve(KEYS), "localhost", "-keyalg", algorithm);
            var certificate = at(folder);
            certificate.write();
            return certificate;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Over since yesterday. */
    public static Certificate expiredIn(Path folder) {
        try {
            make(folder.resolve(KEYS), "expired", "-startdate", "-2d", "-validity", "1");
            var certificate = at(folder);
            certificate.write();
            return certificate;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one that was made in the folder. */
    public static Certificate at(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve(KEYS))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return new Certificate(folder, store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path keys, String commonName, String... options) throws IOException {
        var command =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "gate",
                                "-dname",
                                "CN=" + commonName,
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                String.valueOf(PASSWORD)));
        command.addAll(List.of(options));
        if (!command.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC"));
        }
        var made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        var material =
                Map.of(
                        chain(),
                        pem("CERTIFICATE", store.getCertificate("gate").getEncoded()),
                        key(),
                        pem("PRIVATE KEY", store.getKey("gate", PASSWORD).getEncoded()));
        for (var file : material.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text);
    }

    public Path chain() {
        return folder.resolve("gate.pem");
    }

    public Path key() {
        return folder.resolve("gate.key");
    }

    /** Shows this certificate, as a server does. */
    public SSLContext presenting() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file in which the JVM can be told to look for certificates to trust. */
    public Path trustStore() {
        try {
            Path file = folder.resolve("trust.p12");
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, PASSWORD);
            trusted.setCertificateEntry("gate", store.getCertificate("gate"));
            try (OutputStream out = Files.newOutputStream(file)) {
                trusted.store(out, PASSWORD);
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens {@link #trustStore}. */
    public String password() {
        return String.valueOf(PASSWORD);
    }

    /** Trusts this certificate and no other. */
    public SSLContext trusting() {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, PASSWORD);
            trusted.setCertificateEntry("gate", store.getCertificate("gate"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
