package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FailureMeaning;
import dev.sluice.protocol.openai.OpenAiErrors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ErrorsReferenceTest {
    private static final String REQUEST_ID = "req_64f0c0ffee0123456789abcd";

    @Test
    void every_code_is_listed_as_clients_get_it_and_as_explain_tells_it() throws IOException {
        var rows = Document.at("docs/reference/errors.md").table("## Codes");

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(FailureCode.values()).map(ErrorsReferenceTest::row).toList());
    }

    private static List<String> row(FailureCode code) {
        var reply =
                new OpenAiErrors()
                        .error(ChatFailure.of(code, "source", "cause", "fix"), REQUEST_ID);
        var error = new JsonMapper().readTree(reply.body().utf8()).path("error");
        return List.of(
                code.id(),
                Integer.toString(reply.status()),
                error.path("type").asString(),
                error.path("code").asString(),
                FailureMeaning.of(code).cause().replace("`", ""),
                FailureMeaning.of(code).remedy().replace("`", ""));
    }

    @Test
    void the_example_is_what_is_sent() throws IOException {
        var example = Document.at("docs/reference/errors.md").blocks("json").getFirst();
        var failure =
                ChatFailure.of(
                                FailureCode.MODEL_UNKNOWN,
                                ChatFailure.CLIENT,
                                "There is no model `gpt-5`.",
                                "Name one of: assistant, support-bot (GET /v1/models lists them all).")
                        .at("model");

        var mapper = new JsonMapper();
        assertThat(mapper.readTree(example))
                .isEqualTo(
                        mapper.readTree(
                                new OpenAiErrors().error(failure, REQUEST_ID).body().utf8()));
    }
}
