package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Objects;

/**
 * What differs between the sources of a configuration: how to mend them.
 *
 * @param openBeyondLoopback what to write when an open gateway could be reached from other machines
 * @param noUpstream that there is none, and how to write one
 */
public record Advice(
        String openBeyondLoopback, String noUpstream, MissingKeys missingKeys, Frame frame) {
    /**
     * For a source whose users do not expect that clients need keys.
     *
     * @param warning that there are none; empty where there is nothing to warn of
     * @param remedies when clients on other machines are refused without one, a line each
     */
    public record MissingKeys(String warning, String remedies) {
        public static final MissingKeys SILENT = new MissingKeys("", "");

        public MissingKeys {
            Objects.requireNonNull(warning);
            Objects.requireNonNull(remedies);
        }
    }

    /** The lines around all problems, which then are the items of a list; or nothing. */
    public record Frame(String first, String last) {
        public static final Frame NONE = new Frame("", "");

        public Frame {
            Objects.requireNonNull(first);
            Objects.requireNonNull(last);
        }
    }

    static final Advice YAML =
            new Advice(
                    "write `host: 127.0.0.1` under server, or, if that network is trusted, `beyond_loopback: true` under access",
                    "no upstream is configured; write `upstreams: {support: {type: dify, url: https://api.dify.ai/v1, key: app-…}}`",
                    MissingKeys.SILENT,
                    Frame.NONE);

    public Advice {
        Objects.requireNonNull(openBeyondLoopback);
        Objects.requireNonNull(noUpstream);
        Objects.requireNonNull(missingKeys);
        Objects.requireNonNull(frame);
    }

    /** All problems as one text. */
    String report(List<Problem> problems) {
        if (frame.equals(Frame.NONE)) {
            return problems.stream().map(Problem::toString).collect(joining("\n"));
        }
        return problems.stream()
                .map(Problem::asItem)
                .collect(joining("\n", frame.first() + "\n", "\n" + frame.last()));
    }
}
