package dev.sluice.testkit;

/** Which age of Dify is simulated. */
public enum Profile {
    /** 1.4.1: spaced JSON with escapes, run sequence numbers, no 404 hints, no first ping. */
    OLD("1.4.1", JsonStyle.PYTHON),
    /** 1.15.0: compact UTF-8, a ping as a workflow's first frame, `reason` and `*_truncated`. */
    NEW("1.15.0", JsonStyle.COMPACT);

    private final String version;
    private final JsonStyle eventStyle;

    Profile(String version, JsonStyle eventStyle) {
        this.version = version;
        this.eventStyle = eventStyle;
    }

    String version() {
        return version;
    }

    JsonStyle eventStyle() {
        return eventStyle;
    }
}
