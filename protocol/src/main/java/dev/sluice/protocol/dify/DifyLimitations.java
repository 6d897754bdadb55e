package dev.sluice.protocol.dify;

import dev.sluice.protocol.Feature;
import dev.sluice.protocol.Limitation;
import java.util.EnumMap;
import java.util.Map;

/** What an app cannot do: its author has set its model, its tools and what it takes. */
final class DifyLimitations {
    private static final Limitation IGNORED = new Limitation.Ignored();
    private static final Limitation TEXT_ONLY =
            new Limitation.Refused("Send text parts only, and files by reference in dify.files.");
    private static final Limitation NO_CALL =
            new Limitation.Refused(
                    "Leave %s out, or send auto or none; the app behind it has tools of its own.");

    /** By feature; what is not in it is served. */
    static final Map<Feature, Limitation> TABLE = table();

    private DifyLimitations() {}

    private static Map<Feature, Limitation> table() {
        var all = new EnumMap<Feature, Limitation>(Feature.class);
        for (Feature feature : Feature.values()) {
            all.put(feature, of(feature));
        }
        return Map.copyOf(all);
    }

    private static Limitation of(Feature feature) {
        if (feature == Feature.FORCED_TOOL) {
            return NO_CALL;
        }
        return switch (feature.kind()) {
            case QUESTION_PART -> TEXT_ONLY;
            // A chat that was begun with another model would otherwise be refused for ever.
            case PAST_PART -> IGNORED;
            // Front ends such as Open WebUI send tools and parameters with every chat.
            case TOOL, PARAMETER -> IGNORED;
        };
    }
}
