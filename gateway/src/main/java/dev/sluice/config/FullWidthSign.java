package dev.sluice.config;

import java.util.Objects;
import java.util.Optional;

/**
 * A sign of a Chinese or Japanese keyboard in the place of the one that it looks like.
 *
 * @param at its index in the text
 */
public record FullWidthSign(int at, String message) {
    private static final String SIGNS = "：，“”‘’＂＇｛｝";

    public FullWidthSign {
        Objects.requireNonNull(message);
    }

    /** The first one that does not stand between quotes. */
    public static Optional<FullWidthSign> in(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (quote == 0 && isSign(sign)) {
                return Optional.of(new FullWidthSign(i, message(sign)));
            }
            if (sign == '\\') {
                i++;
            } else if (sign == quote) {
                quote = 0;
            } else if (quote == 0 && (sign == '"' || sign == '\'')) {
                quote = sign;
            }
        }
        return Optional.empty();
    }

    public static boolean isSign(char sign) {
        return SIGNS.indexOf(sign) >= 0;
    }

    private static String message(char sign) {
        return "has a full-width "
                + switch (sign) {
                    case '：' -> "colon here; write :";
                    case '，' -> "comma here; write ,";
                    case '｛', '｝' -> "brace here; write { or }";
                    // All others are quotes.
                    default -> "quote here; write \"";
                };
    }
}
