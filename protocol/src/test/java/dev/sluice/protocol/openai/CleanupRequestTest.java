package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CleanupRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                      | 30",
                "{}                      | 30",
                "{\"max_age_days\":1}     | 1",
                "{\"max_age_days\":36500} | 36500"
            })
    void the_age_is_what_is_asked_for_or_thirty_days(String body, int days) {
        assertThat(read(body)).isEqualTo(days);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "36501",
                "4294967297",
                "30.0",
                "0.5",
                "1e1",
                "\"30\"",
                "\"x\"",
                "null",
                "true",
                "[30]",
                "{}"
            })
    void an_age_that_is_none_is_refused_by_its_name(String age) {
        ChatFailure failure = refused("{\"max_age_days\":" + age + "}");

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(failure.param()).isEqualTo("max_age_days");
        assertThat(failure.cause())
                .isEqualTo(
                        "The request does not fit: max_age_days must be a whole number from 1 to"
                                + " 36500.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"days\":1}                           | days         | days is unknown",
                "{\"max_age_day\":1}                    | max_age_day  | did you mean max_age_days?",
                "{\"max_age_days\":1,\"dry_run\":true}  | dry_run      | it knows max_age_days",
                "{\"a b\":1}                            | ''           | a member of the body is unknown"
            })
    void a_member_that_nobody_knows_is_refused(String body, String param, String cause) {
        ChatFailure failure = refused(body);

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.cause()).contains(cause);
        assertThat(failure.fix())
                .isEqualTo(
                        "Correct %s and send the request again."
                                .formatted(param.isEmpty() ? "the body" : param));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "30",
                "[]",
                "null",
                "max_age_days=30",
                "{\"max_age_days\":30",
                "{\"max_age_days\":30}{}",
                "{\"max_age_days\":30,\"max_age_days\":1}"
            })
    void what_is_no_json_object_is_refused(String body) {
        assertThat(refused(body).code()).isEqualTo(FailureCode.REQUEST_JSON);
    }

    private static int read(String body) {
        return CleanupRequest.maxAgeDays(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ChatFailure refused(String body) {
        return catchThrowableOfType(ChatFailedException.class, () -> read(body)).failure();
    }
}
