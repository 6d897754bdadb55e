package dev.sluice.http;

import java.nio.charset.StandardCharsets;

/** A name in any script as a header can hold it. */
public final class HeaderText {
    private static final int ASCII = 0x80;

    private HeaderText() {}

    /** Its bytes outside ASCII as {@code %XX}, as in a URL; names have no percent sign. */
    public static String of(String name) {
        var text = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            int number = Byte.toUnsignedInt(one);
            if (number < ASCII) {
                text.append((char) number);
            } else {
                text.append("%%%02X".formatted(number));
            }
        }
        return text.toString();
    }
}
