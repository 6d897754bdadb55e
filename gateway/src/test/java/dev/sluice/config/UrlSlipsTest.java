package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfEnv;
import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs and maps of models as people copy and type them. */
final class UrlSlipsTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9200/v1", "'[::1]:9200/v1'", "127.0.0.1:9200"})
    void an_address_without_a_scheme_is_answered_with_the_scheme(String url) {
        assertThat(problemsOfYaml(support("url: " + url)))
                .contains("has no scheme; write http:// or https:// before it");
    }

    @ParameterizedTest
    @CsvSource({
        "https://cloud.dify.ai/app/0d3f/develop, https://api.dify.ai/v1",
        "https://cloud.dify.ai/apps, https://api.dify.ai/v1",
        "https://cloud.dify.ai, https://api.dify.ai/v1",
        "http://dify.example:8080/signin, http://dify.example:8080/v1",
        "http://dify.example/app/0d3f/workflow, http://dify.example/v1"
    })
    void a_page_of_dify_is_answered_with_the_url_of_its_api(String url, String api) {
        assertThat(Reading.yaml(support("url: " + url)).origin().warnings())
                .anyMatch(warning -> warning.contains("write " + api));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://dify.example/v1", "https://x.example/apps/v1", "http://a/b"})
    void another_path_is_no_page(String url) {
        assertThat(Reading.yaml(support("url: " + url)).origin().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{“客服”:“app-one”} | 2:15 | quote",
                "客服：app-one | 2:16 | colon",
                "{\"客服\"：\"app-one\"} | 2:19 | colon",
                "{\"a\":\"app-1\"，\"b\":\"app-2\"} | 2:26 | comma",
                "a:app-1，b:app-2 | 2:21 | comma",
                "｛\"a\":\"app-1\"｝ | 2:14 | brace",
                "{\"a\":\"app-1\"｝ | 2:26 | brace"
            })
    void a_full_width_sign_in_a_map_of_models_is_told_where_it_is(
            String map, String place, String sign) {
        String base = "DIFY_API_BASE=https://dify.example/v1\n";

        assertThat(problemsOfEnv(base + "MODEL_CONFIG=" + map + "\nSERVER_HOST=127.0.0.1\n"))
                .contains(".env:" + place + ": MODEL_CONFIG has a full-width " + sign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"你好，世界:app-one", "{\"问：“答”\":\"app-one\"}"})
    void in_a_name_it_may_stand(String map) {
        String base = "DIFY_API_BASE=https://dify.example/v1\n";

        assertThat(problemsOfEnv(base + "MODEL_CONFIG=" + map + "\nSERVER_HOST=127.0.0.1\n"))
                .isEmpty();
    }
}
