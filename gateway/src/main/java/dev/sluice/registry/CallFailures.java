package dev.sluice.registry;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.SecretMask;

/** What a call that failed below HTTP means, with the fix. */
public final class CallFailures {
    private CallFailures() {}

    /** Names the upstream; the detail is the network's own words, which can repeat the peer's. */
    public static ChatFailure of(FailureCode code, String upstream, String detail) {
        String setting = "upstreams." + upstream;
        String fix =
                switch (code) {
                    case UPSTREAM_CONNECT_REFUSED ->
                            "Start it, or correct the host and port in " + setting + ".url.";
                    case UPSTREAM_CONNECT_TIMEOUT ->
                            "A closed port answers at once, so a firewall, a wrong address or a server"
                                    + " that does not speak TLS there is likely: check "
                                    + setting
                                    + ".url.";
                    case UPSTREAM_DNS -> "Check the host name in " + setting + ".url.";
                    case UPSTREAM_TLS ->
                            "Check its certificate, or whether " + setting + ".url needs http.";
                    case UPSTREAM_QUEUE_FULL ->
                            "Try again in a moment; " + setting + ".max_connections admits more.";
                    // The others have no setting of their own.
                    default -> "Look into the log of the upstream, or of the proxy before it.";
                };
        String words = SecretMask.LOOKS.line(detail);
        var failure =
                ChatFailure.of(
                        code, upstream, "The upstream " + upstream + ": " + words + ".", fix);
        return code.kind() == FailureCode.Kind.OVERLOADED ? failure.retryAfter(1) : failure;
    }
}
