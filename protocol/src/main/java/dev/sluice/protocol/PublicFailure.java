package dev.sluice.protocol;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A failure as those see it who may not know the upstreams: without their names, their addresses
 * and their settings. What is wrong with an upstream is for the operator to mend, so its place is
 * taken by the way to the operator.
 */
public final class PublicFailure {
    private static final String UPSTREAM = "upstream";

    private static final String OPERATOR =
            "Give the request id to the operator of this gateway: `sluice explain` tells more.";

    /** What these say of the network, or of what answered there, is an address in many words. */
    private static final Set<FailureCode> ABOUT_ADDRESSES =
            EnumSet.of(
                    FailureCode.UPSTREAM_RESET,
                    FailureCode.UPSTREAM_QUEUE_FULL,
                    FailureCode.UPSTREAM_FOREIGN_ANSWER,
                    FailureCode.INTERNAL);

    /** One part of the name of a host, in which underscores are common although not allowed. */
    private static final String LABEL = "[a-z0-9_-]{1,63}+";

    /** Where names of hosts end that mean something in one network alone. */
    private static final String INTERNAL =
            "(?:lan|local|localdomain|localhost|internal|intranet|corp|private|home|svc|docker)";

    /**
     * Every part is possessive or bounded, since the text is somebody else's: none is tried twice.
     */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[a-z][a-z0-9+.-]{1,20}://[^\\s`'\"<>]++"
                            + "|/?\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?\\b"
                            + "|\\[[0-9a-f:.]{2,45}](?::\\d{1,5})?"
                            // An IPv6 address without brackets, shortened or whole.
                            + "|(?<![\\w:])(?=[0-9a-f:]{0,38}?::)(?=:{0,2}+[0-9a-f])"
                            + "[0-9a-f:.]{2,45}+(?:%\\w{1,15}+)?+(?!\\w)"
                            + "|(?<![\\w:])(?:[0-9a-f]{1,4}+:){7}+[0-9a-f]{1,4}+(?![\\w:])"
                            // As Python and PostgreSQL name what they connect to.
                            + "|\\b(?:host|hostname|server)(?:=| at | name )[\"'][^\"']{1,255}+[\"']"
                            + "|\\bport[= ]\\d{2,5}+\\b"
                            + "|(?<![\\w.-])(?:"
                            + LABEL
                            + "\\.(?=\\w)){1,10}+"
                            + INTERNAL
                            + "\\b(?::\\d{2,5}+)?+"
                            + "|(?<![\\w.-])"
                            + LABEL
                            + "(?:\\."
                            + LABEL
                            + "){0,10}+:\\d{2,5}+\\b"
                            + "|\\blocalhost\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern SETTING = Pattern.compile("\\bupstreams\\.\\S");

    private PublicFailure() {}

    /** The same, without what only an operator may know. */
    public static ChatFailure of(ChatFailure failure) {
        if (failure.source().equals(ChatFailure.CLIENT)) {
            return failure;
        }
        boolean ours = failure.source().equals(ChatFailure.SLUICE);
        return new ChatFailure(
                failure.code(),
                ours ? failure.source() : UPSTREAM,
                isAboutAddresses(failure.code()) ? meaning(failure.code()) : cause(failure, ours),
                fix(failure, ours),
                failure.param(),
                "",
                failure.retryAfterSeconds(),
                failure.retryable());
    }

    private static boolean isAboutAddresses(FailureCode code) {
        return code.kind() == FailureCode.Kind.UNREACHABLE || ABOUT_ADDRESSES.contains(code);
    }

    private static String meaning(FailureCode code) {
        return FailureMeaning.of(code).cause();
    }

    private static String cause(ChatFailure failure, boolean ours) {
        String named = ours ? failure.cause() : unnamed(failure.cause(), failure.source());
        if (SETTING.matcher(named).find()) {
            return meaning(failure.code());
        }
        return ADDRESS.matcher(named).replaceAll("…");
    }

    /** {@code Upstream support} becomes {@code The upstream}. */
    private static String unnamed(String text, String name) {
        String quoted = Pattern.quote(name);
        Matcher matcher =
                Pattern.compile(
                                "(?i)\\b(?:the )?(app behind )?upstream `?"
                                        + quoted
                                        + "`?(?![\\w-])|`"
                                        + quoted
                                        + "`")
                        .matcher(text);
        return matcher.replaceAll(found -> {
            String start = found.start() == 0 ? "The " : "the ";
            return start + (found.group(1) == null ? "" : "app behind the ") + UPSTREAM;
        });
    }

    /** Callers can act on what they did themselves, and on limits that pass. */
    private static String fix(ChatFailure failure, boolean ours) {
        boolean theirs =
                switch (failure.code().kind()) {
                    case INVALID, CONVERSATION, TOO_LARGE, BUSY -> true;
                    // All others are the upstream's.
                    default -> ours;
                };
        boolean told = theirs && !SETTING.matcher(failure.fix()).find();
        return told ? failure.fix() : OPERATOR;
    }
}
