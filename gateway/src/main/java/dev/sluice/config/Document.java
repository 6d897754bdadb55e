package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.Node.Section;
import java.util.List;
import java.util.Objects;

/** All that is configured as a tree in the shape of {@code sluice.yaml}, whatever it came from. */
record Document(Section root, Format format) {
    Document {
        Objects.requireNonNull(root);
        Objects.requireNonNull(format);
    }

    /** What differs between the sources: how to mend them. */
    enum Format {
        YAML(
                "write `host: 127.0.0.1` under server, or, if that network is trusted, `beyond_loopback: true` under access",
                "no upstream is configured; write `upstreams: {support: {type: dify, url: https://api.dify.ai/v1, key: app-…}}`"),
        IMPORTED(
                "write SERVER_HOST=127.0.0.1, or, if that network is trusted, SLUICE_ACCESS_BEYOND_LOOPBACK=true",
                "No valid models configured in MODEL_CONFIG; write MODEL_CONFIG={\"my-model\":\"app-…\"}");

        private final String openBeyondLoopback;
        private final String noUpstream;

        Format(String openBeyondLoopback, String noUpstream) {
            this.openBeyondLoopback = openBeyondLoopback;
            this.noUpstream = noUpstream;
        }

        /** All problems as one text, with the sentences that OpenDify's guide tells to look for. */
        String told(List<Problem> problems) {
            return switch (this) {
                case YAML -> problems.stream().map(Problem::toString).collect(joining("\n"));
                case IMPORTED ->
                        problems.stream()
                                .map(Problem::asItem)
                                .collect(
                                        joining(
                                                "\n",
                                                "❌ Configuration validation failed:\n",
                                                "\n❌ Startup aborted due to configuration errors"));
            };
        }

        String openBeyondLoopback() {
            return openBeyondLoopback;
        }

        String noUpstream() {
            return noUpstream;
        }
    }
}
