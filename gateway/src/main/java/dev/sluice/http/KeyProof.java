package dev.sluice.http;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Shows by a signature that a private key is the one of a certificate. */
final class KeyProof {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    /** By the algorithm of the key. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private KeyProof() {}

    static boolean isKey(String pem) {
        return PRIVATE_KEY.matcher(pem).find();
    }

    static boolean belong(String keyPem, PublicKey publicKey) {
        var found = PRIVATE_KEY.matcher(keyPem);
        String signature = SIGNATURES.get(publicKey.getAlgorithm());
        if (!found.find() || signature == null) {
            return true;
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
            return signing.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
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
