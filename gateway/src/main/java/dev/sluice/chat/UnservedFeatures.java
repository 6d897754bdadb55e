package dev.sluice.chat;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Limitation;
import dev.sluice.records.RecordedExchange;
import dev.sluice.registry.AnswerSettings.Tools;
import dev.sluice.registry.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request asks for and its upstreams do not have, as their dialects list it. It is decided
 * before any is asked, so that what becomes of a request does not depend on which of them is up.
 */
final class UnservedFeatures {
    private static final String PARAMETERS = "PARAMETER-IGNORED";
    private static final Limitation.Refused TOOLS_REFUSED =
            new Limitation.Refused("Leave %s out; the app behind it has tools of its own.");

    private UnservedFeatures() {}

    /**
     * Those of the upstreams that answer such a request; the client is warned of what they ignore.
     *
     * @param uses the features that it asks for
     * @throws ChatFailedException when there is none
     */
    static List<Upstream> among(
            List<Upstream> upstreams, List<FeatureUse> uses, RecordedExchange recorded) {
        List<Upstream> taking = upstreams;
        for (FeatureUse use : uses) {
            taking = taking(taking, use);
        }
        warn(taking, uses, recorded);
        return taking;
    }

    private static List<Upstream> taking(List<Upstream> upstreams, FeatureUse use) {
        var taking = new ArrayList<Upstream>();
        Optional<String> fix = Optional.empty();
        for (Upstream upstream : upstreams) {
            Optional<Limitation> limitation = limitation(upstream, use.feature());
            if (limitation.isPresent() && limitation.get() instanceof Limitation.Refused refused) {
                fix = Optional.of(refused.fix());
            } else {
                taking.add(upstream);
            }
        }
        if (taking.isEmpty() && fix.isPresent()) {
            throw refused(use, fix.get());
        }
        return taking;
    }

    /** As its dialect says, unless the upstream is configured to refuse what that ignores. */
    private static Optional<Limitation> limitation(Upstream upstream, Feature feature) {
        Optional<Limitation> limitation =
                Optional.ofNullable(upstream.dialect().limitations().get(feature));
        boolean refuses = upstream.config().chats().answers().tools() == Tools.REFUSE;
        return feature == Feature.TOOLS && refuses
                ? limitation.map(_ -> TOOLS_REFUSED)
                : limitation;
    }

    private static void warn(
            List<Upstream> upstreams, List<FeatureUse> uses, RecordedExchange recorded) {
        var parameters = new ArrayList<String>();
        for (FeatureUse use : uses) {
            if (upstreams.stream().allMatch(one -> limitation(one, use.feature()).isEmpty())) {
                continue;
            }
            Optional<String> warning = warning(use.feature());
            warning.ifPresentOrElse(recorded::warn, () -> parameters.add(use.member()));
        }
        if (!parameters.isEmpty()) {
            recorded.warn(PARAMETERS, parameters);
        }
    }

    /** Empty for a parameter, of which one warning names all. */
    private static Optional<String> warning(Feature feature) {
        return switch (feature) {
            case IMAGE, PAST_IMAGE -> Optional.of("IMAGE-IGNORED");
            case AUDIO, PAST_AUDIO -> Optional.of("AUDIO-IGNORED");
            case FILE, PAST_FILE -> Optional.of("FILE-IGNORED");
            case OTHER_PART, PAST_OTHER_PART -> Optional.of("OTHER-IGNORED");
            case TOOLS, FORCED_TOOL -> Optional.of("TOOLS-IGNORED");
            case LENGTH,
                    MIN_LENGTH,
                    TEMPERATURE,
                    TOP_P,
                    TOP_K,
                    MIN_P,
                    FREQUENCY_PENALTY,
                    PRESENCE_PENALTY,
                    REPETITION_PENALTY,
                    SEED,
                    LOGIT_BIAS,
                    LOGPROBS,
                    FORMAT,
                    REASONING,
                    VERBOSITY,
                    PREDICTION,
                    WEB_SEARCH ->
                    Optional.empty();
        };
    }

    private static ChatFailedException refused(FeatureUse use, String fix) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.REQUEST_UNSUPPORTED,
                                ChatFailure.CLIENT,
                                cause(use) + ", which this model does not serve.",
                                fix.formatted(use.member()))
                        .at(use.member()));
    }

    private static String cause(FeatureUse use) {
        return switch (use.feature().kind()) {
            case QUESTION_PART, PAST_PART -> "A message has a part that is not text";
            case TOOL ->
                    use.feature() == Feature.TOOLS ? "Tools are given" : "A tool has to be called";
            case PARAMETER -> use.member() + " is set";
        };
    }
}
