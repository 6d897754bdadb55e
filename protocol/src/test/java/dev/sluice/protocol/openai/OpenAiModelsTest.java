package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenAiModelsTest {
    private static final long CREATED = 1_700_000_000;

    @Test
    void models_are_listed_in_the_order_of_their_names() {
        assertThat(OpenAiModels.list(List.of("b\"", "a/b:c"), CREATED))
                .isEqualTo(
                        """
                        {"object":"list","data":[\
                        {"id":"a/b:c","object":"model","created":1700000000,"owned_by":"sluice"},\
                        {"id":"b\\"","object":"model","created":1700000000,"owned_by":"sluice"}]}\
                        """);
    }

    @Test
    void no_models_are_an_empty_list() {
        assertThat(OpenAiModels.list(List.of(), CREATED))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @Test
    void one_model_is_told_alone() {
        assertThat(OpenAiModels.single("m", CREATED))
                .isEqualTo(
                        "{\"id\":\"m\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"sluice\"}");
    }
}
