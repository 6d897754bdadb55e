package dev.sluice.config;

/** How the value of a setting may be shown. */
enum SettingKind {
    PLAIN,
    LIST,
    /** Shown by its beginning and its end. */
    SECRET,
    /** A URL that may hold a password. */
    DATABASE;

    /** A value for people to see. */
    String shown(String text) {
        return switch (this) {
            case PLAIN, LIST -> text;
            case SECRET -> Masked.secret(text);
            case DATABASE -> Masked.database(text);
        };
    }
}
