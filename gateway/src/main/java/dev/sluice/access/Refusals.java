package dev.sluice.access;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;

/** What callers are told who may not. */
final class Refusals {
    private static final String MAKE_ONE = "`sluice keys create NAME` makes one.";
    private static final int RETRY_SECONDS = 10;

    private Refusals() {}

    static ChatFailedException missing() {
        return client(
                FailureCode.KEY_MISSING,
                "The request has no key.",
                "Send `Authorization: Bearer KEY`, `X-API-Key: KEY` or `api-key: KEY`; "
                        + MAKE_ONE);
    }

    static ChatFailedException invalid() {
        return client(
                FailureCode.KEY_INVALID,
                "This gateway does not know the key.",
                "Check that it was copied whole into `Authorization: Bearer KEY`, and that it is"
                        + " a key of this gateway (`sluice keys list`), not of an upstream; "
                        + MAKE_ONE);
    }

    static ChatFailedException tooManyWrong(int seconds) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.KEY_ATTEMPTS,
                                ChatFailure.CLIENT,
                                "This gateway does not know the key, and more than %d wrong keys came from this address within a minute."
                                        .formatted(WrongKeys.MOST_IN_WINDOW),
                                "Wait, and correct the key before you send it again; a right key is"
                                        + " served all the time.")
                        .retryAfter(seconds));
    }

    static ChatFailedException revoked(String name) {
        return client(
                FailureCode.KEY_REVOKED,
                "The key `" + name + "` was revoked.",
                "Use another; " + MAKE_ONE);
    }

    static ChatFailedException unsure() {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.KEYS_UNREADABLE,
                                ChatFailure.SLUICE,
                                "The keys could not be read for longer than they are trusted"
                                        + " unread.",
                                "Bring the database of the gateway back; GET /readyz tells since"
                                        + " when it is away.")
                        .retryAfter(RETRY_SECONDS));
    }

    static ChatFailedException denied(Caller caller, Permission permission) {
        String who =
                caller.equals(Caller.OPEN)
                        ? "Without a key nobody may "
                        : "The key `" + caller.name() + "` may not ";
        return client(
                FailureCode.PERMISSION_DENIED,
                who + deed(permission) + ".",
                "Use a key that may; `sluice keys create NAME"
                        + option(permission)
                        + "` makes one.");
    }

    /**
     * @param header that holds the token
     * @param what is wrong with it
     */
    static ChatFailedException identity(String header, String what) {
        return client(
                FailureCode.IDENTITY_INVALID,
                "The token in " + header + " " + what + ".",
                "Give the front end and Sluice the same secret (access.identity.token_secret), and"
                        + " both machines the right time.");
    }

    /**
     * @param where the field or header
     * @param rule it breaks
     */
    static ChatFailedException field(String where, String rule) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.REQUEST_FIELD,
                                ChatFailure.CLIENT,
                                "The request does not fit: " + where + " " + rule + ".",
                                "Correct " + where + " and send the request again.")
                        .at(where));
    }

    static ChatFailedException origin(String origin) {
        return client(
                FailureCode.ORIGIN_REFUSED,
                "Web pages of the origin " + origin + " may not call this gateway.",
                Origins.isValid(origin) ? listing(origin) : "No browser sends such an origin.");
    }

    private static String listing(String origin) {
        String line = "`cors: {origins: [\"" + origin + "\"]}`.";
        if (origin.equals("null")) {
            return "It stands for every file and every sandboxed page; serve the page from an"
                    + " address, or, if all of them may call, add it to the configuration: "
                    + line;
        }
        return "If that page is yours, add it to the configuration: " + line;
    }

    static ChatFailedException host(String host) {
        return client(
                FailureCode.HOST_REFUSED,
                "In open mode the gateway answers to no host name that could be another's, and `"
                        + host
                        + "` could.",
                (Origins.isHost(host)
                                ? "If the name is yours, add it to the configuration:"
                                        + " `access: {hosts: [\""
                                        + host
                                        + "\"]}`; or call"
                                : "Call")
                        + " the gateway by an address, or use keys (`access: {mode: keys}`).");
    }

    private static ChatFailedException client(FailureCode code, String cause, String fix) {
        return new ChatFailedException(ChatFailure.of(code, ChatFailure.CLIENT, cause, fix));
    }

    private static String deed(Permission permission) {
        return switch (permission) {
            case PUBLIC -> "ask this";
            case MODELS -> "see the models";
            case CHAT -> "use the models";
            case STATUS -> "read the status";
            case ADMIN -> "change how the gateway runs";
        };
    }

    private static String option(Permission permission) {
        return switch (permission) {
            case PUBLIC, MODELS, CHAT -> "";
            case STATUS -> " --reads-status";
            case ADMIN -> " --admin";
        };
    }
}
