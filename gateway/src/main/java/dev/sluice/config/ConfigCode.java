package dev.sluice.config;

/** The stable names of what users look up; most problems say all there is to say without one. */
public enum ConfigCode {
    NONE(""),
    QUOTED("CFG-QUOTED"),
    JSON("CFG-JSON"),
    NO_MODELS("CFG-NO-MODELS"),
    DUPLICATE_KEY("CFG-DUPLICATE-KEY"),
    UNKNOWN("CFG-UNKNOWN"),
    MISSING("CFG-MISSING"),
    KEY_SHORT("CFG-KEY-SHORT"),
    URL_HAS_ENDPOINT("CFG-URL-HAS-ENDPOINT");

    private final String id;

    ConfigCode(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
