package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestState;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain of upstreams that do not all take requests with tools. */
final class ToolsSettingTest {
    private static final String TOOLS = "\"tools\":[{\"type\":\"function\"}]";

    @TempDir private Path folder = Path.of("");

    @Test
    void an_upstream_that_refuses_tools_is_passed_over_for_the_next_of_its_chain()
            throws IOException {
        try (var dify = SimulatedDify.start(0);
                var state = TestState.copy();
                var gateway = gateway(dify, state)) {
            assertThat(ask(gateway, Question.to("both")).status()).isEqualTo(200);
            Answer answer = ask(gateway, Question.to("both").with(TOOLS));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-sluice-warning")).isEqualTo("TOOLS-IGNORED");
            assertThat(dify.runs())
                    .extracting(Run::appKey)
                    .containsExactly("app-strict", "app-easy");
            assertThat(ask(gateway, Question.to("only").with(TOOLS)).diagnosis())
                    .isEqualTo("REQUEST-UNSUPPORTED");
            assertThat(dify.runs()).hasSize(2);
        }
    }

    private Gateway gateway(SimulatedDify dify, TestState state) throws IOException {
        dify.app(SimulatedApp.chat("app-strict"));
        dify.app(SimulatedApp.chat("app-easy"));
        Path file =
                Files.writeString(
                        folder.resolve("sluice.yaml"),
                        """
                        server: {port: 0}
                        access: {mode: open}
                        upstreams:
                          strict: {type: dify, url: '%s', key: app-strict, tools: refuse}
                          easy: {type: dify, url: '%s', key: app-easy}
                        models:
                          both: [strict, easy]
                          only: [strict]
                        """
                                .formatted(dify.url(), dify.url()));
        var config = Configuration.at(file, Overrides.NONE, Map.of()).load();
        return new Gateway(config, state.folder(), World.real());
    }

    private static Answer ask(Gateway gateway, Question question) {
        try (var client = RawClient.connect(gateway.port())) {
            return client.ask(question).answer();
        }
    }
}
