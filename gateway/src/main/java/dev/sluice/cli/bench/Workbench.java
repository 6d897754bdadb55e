package dev.sluice.cli.bench;

import dev.sluice.testkit.SimulatedDify;
import dev.sluice.testkit.load.LoadGenerator;
import dev.sluice.testkit.load.LoadRequest;
import dev.sluice.testkit.load.Rhythm;
import dev.sluice.testkit.load.Traffic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The simulator, the load and the servers between them. */
final class Workbench implements AutoCloseable {
    /** Any number; it makes the moments at which connections open the same in every measurement. */
    private static final long SEED = 7;

    private static final String DIFY_CHAT =
            """
            {"inputs":{},"query":"stream $connection","user":"bench","response_mode":"streaming","conversation_id":""}\
            """;

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final LoadGenerator load = LoadGenerator.start(SEED);
    private final Scratch scratch = Scratch.make();
    private final Site site;
    private final Distribution distribution;
    private final Nginx nginx;

    Workbench(Cores cores, Distribution distribution, int connections) throws IOException {
        this.site = new Site(scratch.folder(), cores, connections);
        this.distribution = distribution;
        this.nginx = Nginx.find(System.getenv().getOrDefault("PATH", ""));
        Stream.of(BenchApp.values()).map(BenchApp::simulated).forEach(dify::app);
    }

    SimulatedDify dify() {
        return dify;
    }

    Path folder() {
        return site.folder();
    }

    /** Those that are measured in every scenario, as far as they can be here. */
    List<Contender> contenders() {
        return Stream.of(Contender.values())
                .filter(contender -> contender != Contender.BARE_SLUICE)
                .filter(contender -> contender != Contender.NGINX || nginx.isInstalled())
                .toList();
    }

    /** A server that answers chats. */
    Server start(Contender contender) throws IOException, InterruptedException {
        Server server = launch(contender, "");
        try {
            new FirstAnswers(this).await(server);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A server that may not answer yet. */
    Server launch(Contender contender, String jvmOptions) throws IOException {
        URI upstream = dify.url().resolve("/");
        URI bare = URI.create("http://" + upstream.getRawAuthority());
        return switch (contender) {
            case DIRECT -> new Server.Direct(bare);
            case NGINX -> nginx.start(site, bare);
            case BARE_SLUICE, SLUICE -> distribution.start(contender, site, bare, jvmOptions);
        };
    }

    Traffic begin(LoadRequest request, Rhythm rhythm) {
        return load.begin(request, rhythm);
    }

    /** A chat with the app; only Sluice's clients can have its answer in one piece. */
    LoadRequest chat(Server server, BenchApp app, boolean stream) {
        if (server.contender().isSluice()) {
            return LoadRequest.post(
                    server.url().resolve("/v1/chat/completions"),
                    Distribution.key(server.contender()),
                    """
                    {"model":"%s","stream":%b,"messages":[{"role":"user","content":"stream $connection"}]}\
                    """
                            .formatted(app.model(), stream));
        }
        return LoadRequest.post(server.url().resolve("/v1/chat-messages"), app.key(), DIFY_CHAT);
    }

    /** A small JSON that no model is asked for. */
    LoadRequest plain(Server server) {
        return server.contender().isSluice()
                ? LoadRequest.get(
                        server.url().resolve("/v1/models"), Distribution.key(server.contender()))
                : LoadRequest.get(server.url().resolve("/v1/info"), BenchApp.SHORT.key());
    }

    @Override
    public void close() {
        load.close();
        dify.close();
        scratch.close();
    }
}
