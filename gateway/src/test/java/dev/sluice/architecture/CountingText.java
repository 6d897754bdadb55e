package dev.sluice.architecture;

/** A text that counts how often its characters are read, which is the work of a pattern on it. */
final class CountingText implements CharSequence {
    private final String text;
    private final long most;
    private long reads;

    /**
     * @param most reads before it gives up
     */
    CountingText(String text, long most) {
        this.text = text;
        this.most = most;
    }

    long reads() {
        return reads;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        reads++;
        if (reads > most) {
            throw new TooMuchWork();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The bound was reached. */
    static final class TooMuchWork extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooMuchWork() {
            super("a pattern reads the text too often", null, false, false);
        }
    }
}
