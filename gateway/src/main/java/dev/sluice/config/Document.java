package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.Objects;
import java.util.regex.Pattern;

/** A file as a tree in the shape of {@code sluice.yaml}, whatever it was written in. */
record Document(Section root, Format format) {
    private static final String NAME = "[A-Za-z0-9._:/-]{1,64}";

    Document {
        Objects.requireNonNull(root);
        Objects.requireNonNull(format);
    }

    /** What differs between the files: which model names they may hold and how to mend them. */
    enum Format {
        YAML(
                NAME,
                "write `host: 127.0.0.1` under server, or, if that network is trusted, `beyond_loopback: true` under access",
                "no upstream is configured; write `upstreams: {support: {type: dify, url: https://api.dify.ai/v1, key: app-…}}`"),
        // Old model names stay as they are, since clients already use them.
        ENV(
                ".+",
                "write SERVER_HOST=127.0.0.1, or, if that network is trusted, SLUICE_ACCESS_BEYOND_LOOPBACK=true",
                "No valid models configured in MODEL_CONFIG; write MODEL_CONFIG={\"my-model\":\"app-…\"}");

        private final Pattern modelName;
        private final String openBeyondLoopback;
        private final String noUpstream;

        Format(String modelName, String openBeyondLoopback, String noUpstream) {
            this.modelName = Pattern.compile(modelName);
            this.openBeyondLoopback = openBeyondLoopback;
            this.noUpstream = noUpstream;
        }

        Pattern modelName() {
            return modelName;
        }

        String openBeyondLoopback() {
            return openBeyondLoopback;
        }

        String noUpstream() {
            return noUpstream;
        }
    }

    static final Pattern UPSTREAM_NAME = Pattern.compile(NAME);

    /** The same, with the flags laid over it. */
    Document with(Overrides flags) {
        return with("host", "--host", flags.host()).with("port", "--port", flags.port());
    }

    private Document with(String key, String flag, String text) {
        boolean section = root.find("server").map(Section.class::isInstance).orElse(true);
        if (text.isEmpty() || !section) {
            return this;
        }
        var server =
                root.find("server")
                        .map(Section.class::cast)
                        .orElseGet(() -> Section.empty("server", root.place()));
        var value = new Node.Text(flag, Place.whole("command line"), text);
        return new Document(root.with("server", server.with(key, value)), format);
    }
}
