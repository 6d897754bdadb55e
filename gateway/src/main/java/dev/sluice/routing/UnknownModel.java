package dev.sluice.routing;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FailureMeaning;
import dev.sluice.registry.Upstream;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a client is answered that names a model nobody is known to answer for. Its name may still be
 * that of an app which could not be read so far: to say that there is no such model would be wrong
 * a moment later.
 */
final class UnknownModel {
    private static final int NAMES_SHOWN = 10;
    private static final int NAME_CHARS_SHOWN = 64;
    private static final long MILLIS = 1_000;
    private static final String REFUSES = "refuses to say";

    /** What passes by itself once the upstream, or the proxy before it, is up. */
    private static final Set<FailureCode> PASSING =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            FailureCode.UPSTREAM_RESET,
                            FailureCode.UPSTREAM_UNAVAILABLE,
                            FailureCode.UPSTREAM_ERROR));

    /** An upstream is asked again sooner. */
    private static final int MOST_SECONDS = 600;

    private final InstantSource clock;

    UnknownModel(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param offered the models that there are
     * @param unnamed the upstreams whose models are not known
     */
    ChatFailure failure(String model, List<String> offered, List<Upstream> unnamed) {
        if (unnamed.isEmpty()) {
            return ChatFailure.of(
                            FailureCode.MODEL_UNKNOWN,
                            ChatFailure.CLIENT,
                            "There is no model " + quoted(model) + ".",
                            known(offered))
                    .at("model");
        }
        String cause =
                "No model %s is known, and it may be one of %d whose names are not known yet (%s)."
                        .formatted(quoted(model), unnamed.size(), reasons(unnamed));
        if (unnamed.stream().allMatch(UnknownModel::refuses)) {
            return notReady(cause, repairs(unnamed), offered).notRetryable();
        }
        int seconds = secondsToNextProbe(unnamed);
        String fix =
                "They are asked again in " + seconds + " s: send the request again after that.";
        return notReady(cause, fix, offered).retryAfter(seconds);
    }

    private static ChatFailure notReady(String cause, String fix, List<String> offered) {
        return ChatFailure.of(
                        FailureCode.MODEL_NOT_READY,
                        ChatFailure.SLUICE,
                        cause,
                        offered.isEmpty() ? fix : fix + " " + known(offered))
                .at("model");
    }

    private static boolean refuses(Upstream upstream) {
        return reason(upstream).equals(REFUSES);
    }

    /** Without the upstreams' names too. */
    private static String repairs(List<Upstream> refusing) {
        return refusing.stream()
                .flatMap(one -> one.state().failure().stream())
                .map(ChatFailure::code)
                .distinct()
                .sorted()
                .map(code -> code.id() + " (" + sentence(FailureMeaning.of(code).cause()) + ")")
                .collect(
                        Collectors.joining(
                                ", ",
                                "Sending the request again does not help: an operator must repair ",
                                "; /readyz names the upstreams to those who may know."));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String known(List<String> offered) {
        String names = String.join(", ", offered.stream().limit(NAMES_SHOWN).toList());
        return "Name one of: " + names + " (GET /v1/models lists them all).";
    }

    private int secondsToNextProbe(List<Upstream> unnamed) {
        long next =
                unnamed.stream().mapToLong(one -> one.known().nextProbeMillis()).min().orElse(0);
        // A clock that was set back since must not send clients away for as long.
        return Math.clamp(Math.ceilDiv(next - clock.millis(), MILLIS), 1, MOST_SECONDS);
    }

    /** Without the upstreams' names, which not every client may see. */
    private static String reasons(List<Upstream> unnamed) {
        return unnamed.stream()
                .collect(
                        Collectors.groupingBy(
                                UnknownModel::reason, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String reason(Upstream upstream) {
        return upstream.state()
                .failure()
                .map(why -> reason(why.code()))
                .orElse("has not answered yet");
    }

    private static String reason(FailureCode code) {
        return switch (code.kind()) {
            case UNREACHABLE -> "cannot be reached";
            case LATE -> "does not answer in time";
            case BUSY, OVERLOADED -> "is busy";
            // Everything else is an answer that says nothing of the app, or the end of one.
            default -> PASSING.contains(code) ? "is down or starting" : REFUSES;
        };
    }

    private static String quoted(String model) {
        boolean isLong = model.length() > NAME_CHARS_SHOWN;
        return "`" + (isLong ? model.substring(0, NAME_CHARS_SHOWN) + "…" : model) + "`";
    }
}
