package dev.sluice.acceptance;

/** What came of a scenario with a client. */
record Outcome(Verdict verdict, String detail) {
    Outcome {
        detail = detail.strip().replaceAll("\\s+", " ");
    }

    /** How it is judged. */
    enum Verdict {
        GOOD("ok"),
        /** Right as far as the gateway goes; the client does less than others. */
        LIMITED("limited"),
        WRONG("WRONG"),
        IMPOSSIBLE("-");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Outcome good(String detail) {
        return new Outcome(Verdict.GOOD, detail);
    }

    static Outcome limited(String detail) {
        return new Outcome(Verdict.LIMITED, detail);
    }

    static Outcome wrong(String detail) {
        return new Outcome(Verdict.WRONG, detail);
    }

    static Outcome impossible(String reason) {
        return new Outcome(Verdict.IMPOSSIBLE, reason);
    }

    boolean isWrong() {
        return verdict == Verdict.WRONG;
    }

    /** The worse of both, with what was seen in either. */
    Outcome and(Outcome other) {
        Verdict worse = verdict.compareTo(other.verdict) >= 0 ? verdict : other.verdict;
        return new Outcome(worse, detail + "; " + other.detail);
    }
}
