package dev.sluice.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as Open WebUI signs them, and as somebody would forge them. */
public final class SignedToken {
    public static final String SECRET = "a-secret-that-is-long-enough-for-it";

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String HMAC = "HmacSHA256";

    private SignedToken() {}

    /** With all the claims that Open WebUI makes. */
    public static String of(String user, long issued, long expires) {
        return of(
                "{\"sub\":\"%s\",\"email\":\"a@b.c\",\"name\":\"A\",\"role\":\"user\",\"iss\":\"open-webui\",\"iat\":%d,\"exp\":%d}"
                        .formatted(user, issued, expires));
    }

    /** With these claims, as JSON. */
    public static String of(String claims) {
        return signed(HEADER, claims, HMAC, SECRET);
    }

    public static String signed(String header, String claims, String algorithm, String secret) {
        String content = base64(bytes(header)) + "." + base64(bytes(claims));
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(bytes(secret), algorithm));
            return content + "." + base64(mac.doFinal(bytes(content)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without a signature, which the header admits. */
    public static String unsigned(String header, String claims) {
        return base64(bytes(header)) + "." + base64(bytes(claims)) + ".";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
