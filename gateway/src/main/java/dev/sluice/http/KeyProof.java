package dev.sluice.http;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows by a signature that a private key is the one of a certificate. */
final class KeyProof {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    /** By the algorithm of the key. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /** P-256, P-384 and P-521: the JDK has no others since version 16 (JDK-8235710). */
    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private KeyProof() {}

    static boolean isKey(String pem) {
        return PRIVATE_KEY.matcher(pem).find();
    }

    /** Why no key of this kind can be used, whichever it is. */
    static Optional<String> unsupported(PublicKey publicKey) {
        if (!SIGNATURES.containsKey(publicKey.getAlgorithm())) {
            return Optional.of(
                    "an algorithm that is not supported here (" + publicKey.getAlgorithm() + ")");
        }
        return publicKey instanceof ECPublicKey key && !isOnKnownCurve(key)
                ? Optional.of(
                        "an elliptic curve that is not supported here (only P-256, P-384 and P-521 are)")
                : Optional.empty();
    }

    private static boolean isOnKnownCurve(ECPublicKey key) {
        return CURVES.stream().anyMatch(name -> key.getParams().getCurve().equals(curve(name)));
    }

    private static EllipticCurve curve(String name) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** The key in the file, if it is the one of the certificate. */
    static Optional<PrivateKey> key(String keyPem, PublicKey publicKey) {
        var found = PRIVATE_KEY.matcher(keyPem);
        String signature = SIGNATURES.get(publicKey.getAlgorithm());
        if (!found.find() || signature == null) {
            return Optional.empty();
        }
        try {
            byte[] written = Base64.getMimeDecoder().decode(found.group(2));
            byte[] bytes = found.group(1).isEmpty() ? written : wrapped(written, publicKey);
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            var signing = Signature.getInstance(signature);
            signing.initSign(key);
            byte[] signed = signing.sign();
            signing.initVerify(publicKey);
            return signing.verify(signed) ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * The older forms ({@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}) are PKCS #8 without what
     * stands around the key, which names the algorithm as the certificate does (RFC 5958, 2).
     */
    private static byte[] wrapped(byte[] key, PublicKey publicKey) {
        byte[] algorithm = algorithm(publicKey.getEncoded());
        byte[] octets = tagged(OCTETS, key);
        return tagged(SEQUENCE, joined(VERSION, algorithm, octets));
    }

    /** The first member of a SubjectPublicKeyInfo (RFC 5280, 4.1). */
    private static byte[] algorithm(byte[] info) {
        var outer = ByteBuffer.wrap(info);
        enter(outer);
        int start = outer.position();
        int length = enter(outer);
        byte[] algorithm = new byte[outer.position() - start + length];
        outer.get(start, algorithm);
        return algorithm;
    }

    /** Goes to the contents, and gives their length. */
    private static int enter(ByteBuffer der) {
        der.get();
        int length = Byte.toUnsignedInt(der.get());
        if (length < 0x80) {
            return length;
        }
        int longer = 0;
        for (int i = length - 0x80; i > 0; i--) {
            longer = (longer << 8) | Byte.toUnsignedInt(der.get());
        }
        return longer;
    }

    private static byte[] tagged(byte tag, byte[] contents) {
        int length = contents.length;
        byte[] head =
                length < 0x80
                        ? new byte[] {tag, (byte) length}
                        : new byte[] {tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, contents);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
