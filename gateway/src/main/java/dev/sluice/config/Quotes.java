package dev.sluice.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** The quotes that a shell would remove, and that {@code docker run --env-file} keeps. */
final class Quotes {
    static final String REMOVED =
            ": quotes removed; `docker run --env-file` keeps them, so delete them from the file";

    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");

    private Quotes() {}

    /** What stands between quotes around the whole value, if there are any. */
    static Optional<String> within(String written) {
        if (!written.startsWith("\"") && !written.startsWith("'")) {
            return Optional.empty();
        }
        String quote = written.substring(0, 1);
        int end = written.lastIndexOf(quote);
        while (end > 0 && !COMMENT.matcher(written.substring(end + 1)).matches()) {
            end = written.lastIndexOf(quote, end - 1);
        }
        String inner = end > 0 ? written.substring(1, end) : quote;
        // Quotes inside are fine only in a map: deploy scripts write MODEL_CONFIG="{"a":"b"}".
        boolean map = inner.startsWith("{") && inner.endsWith("}");
        boolean whole = map || !inner.replace("\\" + quote, "").contains(quote);
        // A space in the place of the backslash keeps every column as it was.
        return whole ? Optional.of(inner.replace("\\\"", " \"")) : Optional.empty();
    }
}
