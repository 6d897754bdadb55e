package dev.sluice.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;

/** The signed tokens by which Open WebUI names its users. Thread-safe. */
final class UserTokens {
    private static final String ISSUER = "open-webui";

    /** How far two clocks may be apart. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final InstantSource clock;

    /**
     * @param secret of at least 32 bytes
     */
    UserTokens(String secret, InstantSource clock) {
        this.clock = clock;
        var key = new ImmutableSecret<>(secret.getBytes(StandardCharsets.UTF_8));
        // The token does not choose how it is checked.
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.HS256, key));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        // The library's own check of the claims has a clock of its own.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
    }

    /** The user that a token names, by the same source. */
    Named user(Named token) {
        JWTClaimsSet claims = claims(token);
        String user = Objects.requireNonNullElse(claims.getSubject(), "");
        if (!ISSUER.equals(claims.getIssuer()) || user.isBlank()) {
            throw Refusals.identity(token.source(), "is not one that Open WebUI makes for a user");
        }
        if (!isCurrent(claims)) {
            throw Refusals.identity(token.source(), "is out of date");
        }
        return Named.in(token.source(), user);
    }

    private JWTClaimsSet claims(Named token) {
        try {
            return processor.process(token.name(), null);
        } catch (ParseException | BadJOSEException | JOSEException _) {
            // The exceptions' own messages may quote the token.
            throw Refusals.identity(
                    token.source(), "is not signed with access.identity.token_secret");
        }
    }

    private boolean isCurrent(JWTClaimsSet claims) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        if (issued == null || expires == null) {
            return false;
        }
        Instant now = clock.instant();
        return !issued.toInstant().isAfter(now.plus(LEEWAY))
                && now.isBefore(expires.toInstant().plus(LEEWAY));
    }
}
