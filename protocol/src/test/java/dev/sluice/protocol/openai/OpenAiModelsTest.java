package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenAiModelsTest {
    private static final long CREATED = 1_700_000_000;

    @Test
    void models_are_listed_in_the_order_of_their_ids() {
        assertThat(OpenAiModels.list(List.of(unknown("b\""), unknown("a/b:c")), CREATED))
                .isEqualTo(
                        """
                        {"object":"list","data":[\
                        {"id":"a/b:c","object":"model","created":1700000000,"owned_by":"sluice",\
                        "info":{"meta":{"capabilities":{"builtin_tools":false,"usage":true,"vision":false}}}},\
                        {"id":"b\\"","object":"model","created":1700000000,"owned_by":"sluice",\
                        "info":{"meta":{"capabilities":{"builtin_tools":false,"usage":true,"vision":false}}}}]}\
                        """);
    }

    @Test
    void no_models_are_an_empty_list() {
        assertThat(OpenAiModels.list(List.of(), CREATED))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @Test
    void what_is_known_of_a_model_is_where_open_webui_looks_for_it() {
        var model =
                new OpenAiModel(
                        "m", "客服 \"1\"", "Answers\ncustomers.", List.of("a", "b\""), true, true);

        assertThat(OpenAiModels.single(model, CREATED))
                .isEqualTo(
                        """
                        {"id":"m","object":"model","created":1700000000,"owned_by":"sluice",\
                        "name":"客服 \\"1\\"","tags":[{"name":"a"},{"name":"b\\""}],\
                        "info":{"meta":{"description":"Answers\\ncustomers.",\
                        "capabilities":{"builtin_tools":true,"usage":true,"vision":true}}}}\
                        """);
    }

    private static OpenAiModel unknown(String id) {
        return new OpenAiModel(id, "", "", List.of(), false, false);
    }
}
