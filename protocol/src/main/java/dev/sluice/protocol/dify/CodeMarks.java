package dev.sluice.protocol.dify;

/**
 * Whether a place in a markdown text is inside of code, as far as backticks show it: three or more
 * begin and end a block, fewer a span, which ends with its line.
 */
final class CodeMarks {
    private static final int FENCE = 3;

    private int run;
    private int span;
    private boolean block;

    /** Whether the character that comes next, which is no backtick, is inside of code. */
    boolean isInside() {
        endRun();
        return block || span > 0;
    }

    void read(char c) {
        if (c == '`') {
            run++;
            return;
        }
        endRun();
        if (c == '\n') {
            span = 0;
        }
    }

    private void endRun() {
        if (run >= FENCE && span == 0) {
            block = !block;
        } else if (run > 0 && !block) {
            span = span == 0 ? run : span == run ? 0 : span;
        }
        run = 0;
    }
}
