package dev.sluice.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A built Sluice, started as its users start it. */
record Distribution(Path folder) {
    private static final long PREPARE_SECONDS = 120;
    private static final String KEY = "key-of-the-load";

    Distribution {
        folder = folder.toAbsolutePath().normalize();
        if (!Files.isExecutable(folder.resolve("sluice"))) {
            throw new BenchFailedException(
                    folder
                            + " holds no launcher `sluice`; build the distribution with `./sluice version`, or name one with --distribution");
        }
    }

    /** The one that this program runs from. */
    static Distribution own() {
        try {
            Path jar =
                    Path.of(
                            Distribution.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return new Distribution(jar.resolve("../.."));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the start-up cache, so that no measured start has one made in its background. */
    void prepare() throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(folder.resolve("sluice").toString(), "prepare")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment(""));
        Process prepare = builder.start();
        if (!prepare.waitFor(PREPARE_SECONDS, TimeUnit.SECONDS) || prepare.exitValue() != 0) {
            prepare.destroyForcibly();
            throw new BenchFailedException(
                    "the start-up cache could not be made; `sluice prepare` in "
                            + folder
                            + " tells why");
        }
    }

    /** What its clients send. */
    static String key(Contender contender) {
        return contender == Contender.SLUICE ? KEY : "";
    }

    Server start(Contender contender, Site site, URI upstream, String jvmOptions)
            throws IOException {
        URI url = Server.onFreePort();
        String name = contender.name().toLowerCase(Locale.ROOT);
        Path file = site.folder().resolve(name + ".yaml");
        Files.writeString(
                file,
                server(url, name) + setUp(contender) + upstreams(upstream, site.connections()));
        List<String> command =
                List.of(folder.resolve("sluice").toString(), "serve", "--config", file.toString());
        return Server.Started.start(
                contender,
                url,
                new Server.Started.Command(
                        site.cores().pinned(command),
                        environment(jvmOptions),
                        site.folder().resolve(name + ".log")));
    }

    /** On the JVM that runs this program. */
    private static Map<String, String> environment(String jvmOptions) {
        var environment = new HashMap<String, String>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SLUICE_JAVA_OPTS", jvmOptions);
        return environment;
    }

    private static String server(URI listen, String data) {
        return """
        server: {port: %d, drain: off}
        data: {dir: data-%s}
        """
                .formatted(listen.getPort(), data);
    }

    private static String setUp(Contender contender) {
        return contender == Contender.SLUICE
                ? "access: {keys: {bench: %s}}\n".formatted(KEY)
                : """
                access: {mode: open}
                records: {keep: 0}
                """;
    }

    private static String upstreams(URI upstream, int connections) {
        var yaml = new StringBuilder("upstreams:\n");
        for (BenchApp app : BenchApp.values()) {
            yaml.append(
                    """
                      %s:
                        type: dify
                        url: %s/v1
                        key: %s
                        model: %1$s
                        mode: chat
                        max_connections: %d
                    """
                            .formatted(app.model(), upstream, app.key(), connections));
        }
        return yaml.toString();
    }
}
