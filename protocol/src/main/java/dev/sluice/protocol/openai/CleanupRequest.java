package dev.sluice.protocol.openai;

import dev.sluice.protocol.Fields;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads what OpenDify's clean-up is asked for; strictly, since what is misread here is deleted. */
public final class CleanupRequest {
    private static final String MAX_AGE = "max_age_days";
    private static final int DEFAULT_DAYS = 30;

    /** A hundred years. */
    private static final int MOST_DAYS = 36_500;

    private CleanupRequest() {}

    /**
     * For how many days a conversation may lie unused; the default where the body is empty.
     *
     * @throws dev.sluice.protocol.ChatFailedException when the body is not valid
     */
    public static int maxAgeDays(byte[] body) {
        if (body.length == 0) {
            return DEFAULT_DAYS;
        }
        JsonNode json = RequestJson.object(body, _ -> true);
        Fields.refuseOthers(List.of(MAX_AGE), json, "");
        JsonNode days = json.path(MAX_AGE);
        if (days.isMissingNode()) {
            return DEFAULT_DAYS;
        }
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
            throw Fields.invalid(
                    MAX_AGE, MAX_AGE + " must be a whole number from 1 to " + MOST_DAYS);
        }
        return days.intValue();
    }
}
