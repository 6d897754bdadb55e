package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app says of itself, and what is no app. */
final class DifyFactsTest {
    private static final String KEY = "app-0123456789";

    private final Dify asking = new Dify("demo", Played.BASE, KEY, "");

    @Test
    void a_recorded_app_is_described_as_it_describes_itself() {
        for (String app : List.of("chat", "chatflow", "workflow", "text", "agent")) {
            List<Recording> exchanges = Recording.read("routes-by-mode-" + app);
            DifyFacts facts =
                    asking.facts(
                            List.of(
                                    response(exchanges, "/v1/info"),
                                    response(exchanges, "/v1/parameters")));
            assertThat(facts.version()).isEqualTo("1.16.1");
            assertThat(facts.takesImages()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | false",
                "{\"file_upload\":{\"image\":{\"enabled\":false},\"enabled\":false}} | false",
                "{\"file_upload\":{\"image\":{\"enabled\":true}}} | true",
                "{\"file_upload\":{\"enabled\":true,\"allowed_file_types\":[\"document\"]}} | false",
                "{\"file_upload\":{\"enabled\":false,\"allowed_file_types\":[\"image\"]}} | false",
                "{\"file_upload\":{\"enabled\":true,\"allowed_file_types\":[\"image\"]}} | true"
            })
    void an_app_takes_images_where_it_says_so(String parameters, boolean takesImages) {
        DifyFacts facts = asking.facts(answers("{\"mode\":\"advanced-chat\"}", parameters));
        assertThat(facts.takesImages()).isEqualTo(takesImages);
    }

    @Test
    void an_app_says_what_it_is_and_under_which_words() {
        String info =
                "{\"name\":\"Helper\",\"mode\":\"chat\",\"description\":\"Helps.\",\"tags\":[\"a\",\"b\"]}";
        DifyFacts facts = asking.facts(answers(info, "{}"));
        assertThat(facts.description()).isEqualTo("Helps.");
        assertThat(facts.tags()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "[]", "{\"object\":\"list\"}"})
    void an_app_whose_description_is_of_something_else_is_none(String info) {
        for (String mode : List.of("", "chat")) {
            Dify app = new Dify("demo", Played.BASE, KEY, mode);
            assertThat(factsFailure(app, answers(info, "{}")).code())
                    .isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
        }
    }

    private static CallResponse response(List<Recording> exchanges, String path) {
        return exchanges.stream()
                .filter(exchange -> exchange.path().equals(path))
                .findFirst()
                .orElseThrow()
                .response();
    }

    private static List<CallResponse> answers(String info, String parameters) {
        return List.of(answered(200, info), answered(200, parameters));
    }

    private static CallResponse answered(int status, String body) {
        return CallResponse.of(status, "application/json", body);
    }

    private static ChatFailure factsFailure(Dify dify, List<CallResponse> answers) {
        return catchThrowableOfType(ChatFailedException.class, () -> dify.facts(answers)).failure();
    }

    @Test
    void a_megabyte_is_no_name_of_an_app() {
        String info = "{\"name\":\"%s\",\"mode\":\"chat\"}".formatted("x".repeat(1_000_000));
        var answers =
                List.of(
                        CallResponse.of(200, "application/json", info),
                        CallResponse.of(200, "application/json", "{}"));

        assertThat(new Dify("demo", Played.BASE, "app-1", "").facts(answers).name()).isEmpty();
    }
}
