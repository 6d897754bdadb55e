package dev.sluice.protocol;

/** Names that upstreams give to runs, messages and conversations. */
public final class UpstreamId {
    /** Dify's are 36 characters long. */
    private static final int MOST_CHARS = 200;

    private UpstreamId() {}

    /**
     * The name, or an empty one in the place of what is none: it goes into a path, a header, the
     * database and every answer, so a megabyte or a control character may not be in it.
     */
    public static String usable(String name) {
        boolean is =
                name.length() <= MOST_CHARS && name.codePoints().noneMatch(UpstreamId::isNoText);
        return is ? name : "";
    }

    private static boolean isNoText(int character) {
        int type = Character.getType(character);
        return type == Character.SURROGATE || Unprintable.is(character);
    }
}
