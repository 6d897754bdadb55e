package dev.sluice.protocol;

/** Tokens as the upstream counted them. */
public sealed interface Usage {
    /** The upstream told nothing, and nothing is invented. */
    record Unknown() implements Usage {}

    /** Only the sum is known, as with a Dify workflow. */
    record Total(long tokens) implements Usage {}

    /**
     * Each is known.
     *
     * @param cached how many of the prompt were read from a cache, zero for none or not told
     * @param reasoning how many of the completion were thought, zero for none or not told
     */
    record Counted(long prompt, long completion, long total, long cached, long reasoning)
            implements Usage {

        /** Without what they were. */
        public Counted(long prompt, long completion, long total) {
            this(prompt, completion, total, 0, 0);
        }
    }
}
