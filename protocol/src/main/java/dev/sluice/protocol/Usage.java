package dev.sluice.protocol;

/** Tokens as the upstream counted them. */
public sealed interface Usage {
    /** The upstream told nothing, and nothing is invented. */
    record Unknown() implements Usage {}

    /** Only the sum is known, as with a Dify workflow. */
    record Total(long tokens) implements Usage {}

    record Counted(long prompt, long completion, long total) implements Usage {}
}
