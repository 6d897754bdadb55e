package dev.sluice.access;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** How names that people choose are written: of clients, and of upstreams as well. */
public final class ClientName {
    /** Letters and digits of any script, with the marks that some scripts put on them. */
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{M}\\p{N}._:/-]{1,64}");

    private ClientName() {}

    /** One text for what looks the same: accents can be characters of their own. */
    public static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}
