package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.BodyWorkers;
import dev.sluice.http.ByteBudget;
import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeParts;
import dev.sluice.http.Network;
import dev.sluice.http.Pending;
import dev.sluice.http.PoolSettings;
import dev.sluice.http.ProxyChoice;
import dev.sluice.http.ProxyDecision;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Timing;
import dev.sluice.http.TrustedProxies;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.protocol.dify.DifyFacts;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.registry.UpstreamFacts;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Handler;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.upstream.Attempt;
import dev.sluice.upstream.RunStopper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last bytes of an answer wait until what must be durable before them is. */
final class GateTest {
    private static final CallSettings SETTINGS =
            new CallSettings(Deadlines.DIFY, false, new ProxyChoice.Direct(), 8);
    private static final ServerConfig ANY_PORT =
            ServerConfig.plain(TestGateway.LOOPBACK, 0, Duration.ZERO);
    private static final Duration A_WHILE = Duration.ofMillis(400);

    @Test
    void the_end_of_an_answer_waits_for_the_gate_and_comes_when_it_opens() {
        var gate = new Pending<Boolean>();
        try (var dify = SimulatedDify.start(0);
                var network = new Network(new ProxyDecision(Map.of()), 1);
                var upstream = upstream(dify, network);
                var server =
                        network.serve(
                                ANY_PORT, new Handler(one -> relay(one, upstream, gate)), parts());
                var client = RawClient.connect(server.port())) {
            dify.app(SimulatedApp.chat("app-a").saying("One", " two"));

            client.get("/").until(" two");
            await().until(() -> outcomes(dify).equals(List.of(Run.Outcome.FINISHED)));
            await().during(A_WHILE).until(() -> server.openExchanges() == 1);
            gate.complete(true);
            Answer answer = client.answer();

            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    private static void relay(Exchange exchange, Upstream upstream, Pending<Boolean> gate) {
        exchange.loop().run(() -> exchange.client().expectStream("text/event-stream", _ -> {}));
        var question = List.<Message>of(new Message.User("Hello?"));
        var request = new ChatRequest("a", question, Output.STREAM);
        var run =
                new dev.sluice.upstream.Run(
                        upstream,
                        new TargetModel("", new DifyFacts("a", "chat", "")),
                        request,
                        "somebody");
        var writer = new OpenAiChunkWriter(exchange.requestId(), 0, "a", false);
        try (var attempt = new Attempt(exchange, run, writer, new RunStopper())) {
            attempt.open();
            attempt.stream();
            exchange.await(gate, Duration.ofMinutes(1), Exchange::clientGone);
            attempt.finish();
        }
    }

    private static Upstream upstream(SimulatedDify dify, Network network) {
        var config =
                new UpstreamConfig(
                        "a",
                        "dify",
                        dify.url(),
                        "app-a",
                        "a",
                        "chat",
                        ChatSettings.DEFAULT,
                        SETTINGS);
        var pool =
                network.pool(
                        new PoolSettings(
                                dify.url(),
                                SETTINGS.deadlines().connect(),
                                SETTINGS.maxConnections(),
                                SETTINGS.proxy()));
        var dialect = new Dify("a", config.url().toString(), "app-a", "chat");
        var facts = new UpstreamFacts("a", () -> {});
        return new Upstream(config, dialect, pool, facts, ProbeIntervals.DEFAULT.answer());
    }

    private static ExchangeParts parts() {
        return new ExchangeParts(
                () -> "req_1",
                ByteBudget.ofHeap(),
                BodyWorkers.beside(2),
                Timing.DEFAULT,
                InstantSource.system(),
                TrustedProxies.NONE,
                _ -> {});
    }

    private static List<Run.Outcome> outcomes(SimulatedDify dify) {
        return dify.runs().stream().map(Run::outcome).toList();
    }
}
