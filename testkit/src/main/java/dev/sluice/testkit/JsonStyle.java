package dev.sluice.testkit;

/** How a server spells JSON: clients must accept both. */
enum JsonStyle {
    /** Python's json.dumps: a space after each separator, everything beyond ASCII escaped. */
    PYTHON(", ", ": ", '~'),
    /** orjson: no spaces, raw UTF-8. */
    COMPACT(",", ":", Character.MAX_VALUE);

    private final String comma;
    private final String colon;
    private final char lastRaw;

    JsonStyle(String comma, String colon, char lastRaw) {
        this.comma = comma;
        this.colon = colon;
        this.lastRaw = lastRaw;
    }

    String comma() {
        return comma;
    }

    String colon() {
        return colon;
    }

    void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i), out);
        }
        out.append('"');
    }

    private void escape(char c, StringBuilder out) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (c < ' ' || c > lastRaw) {
                    out.append("\\u%04x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
