package dev.sluice.testkit;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Which age of Dify is simulated, oldest first: one constant for each way clients see it behave.
 */
public enum Profile {
    /**
     * No mode in {@code /info}, no selectors, no parallel ids; inputs count on a first turn only.
     */
    V0_6("0.6.16"),
    /** Still no mode in {@code /info}; a deleted conversation is answered with 200. */
    V1_3("1.3.0"),
    /** Spaced JSON with escapes, run sequence numbers, no author in {@code /info}. */
    V1_4_1("1.4.1"),
    /** No sequence numbers; runs of a published version can be asked for. */
    V1_7("1.7.2"),
    /** Validation errors without a code, hints behind a 404; the JSON is still spaced. */
    V1_8_0("1.8.0"),
    /** Compact raw UTF-8, {@code *_truncated}, nothing parallel any more. */
    V1_9("1.9.0"),
    /** Validation errors that echo the request, {@code time_to_*} in the usage. */
    V1_11("1.11.0"),
    /** A run with files tells its text in {@code message_file} events. */
    V1_12("1.12.1"),
    /**
     * Canvas apps run in a worker: a ping first, nothing after {@code workflow_finished}, and pings
     * only when the request is wrong.
     */
    V1_13_0("1.13.0"),
    /** {@code message_end} comes before {@code workflow_finished}. */
    V1_13_1("1.13.1"),
    /** {@code reason} in {@code workflow_started}; a blocking run can pause. */
    V1_14("1.14.2"),
    /** Reasoning apart, synthetic failures, the New Agent, unknown conversations replaced. */
    V1_15("1.15.0"),
    /**
     * As recorded of a real server: an unknown conversation of a chatflow is 404 again, every
     * output of a workflow is a {@code text_chunk}, the usage after a stop is zero.
     */
    V1_16("1.16.1");

    /** The last with sequence numbers. */
    public static final Profile OLD = V1_4_1;

    /** The newest whose server code the specification was read from. */
    public static final Profile NEW = V1_15;

    private static final Comparator<int[]> BY_NUMBER = Arrays::compare;

    private final String version;

    Profile(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    /** Whether what came with that version is there. */
    boolean isAtLeast(String other) {
        return BY_NUMBER.compare(numbers(version), numbers(other)) >= 0;
    }

    JsonStyle eventStyle() {
        return isAtLeast("1.8.1") ? JsonStyle.COMPACT : JsonStyle.PYTHON;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.]", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
