package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=10            | 10",
                "a=1&limit=10&b=2    | 10",
                "limit=              | ''",
                "limit               | ''",
                "limit=a=b           | a=b",
                "l%69mit=%31%30      | 10",
                "limit=a+b%2Bc       | a b+c",
                "limit=%2525         | %25",
                "limit=%E4%BD%A0     | 你",
                "LIMIT=1&limit=10    | 10"
            })
    void a_parameter_is_decoded_once(String query, String value) {
        assertThat(new Query(query).value("limit")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=1", "limits=1", "limit%00=1", "a=limit"})
    void a_parameter_that_is_not_there_has_no_value(String query) {
        assertThat(new Query(query).value("limit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=1", "limit&limit=2", "limit=1&a=1&%6cimit=2"})
    void a_parameter_that_is_there_twice_is_refused_by_its_name(String query) {
        var failed =
                catchThrowableOfType(
                        ChatFailedException.class, () -> new Query(query).value("limit"));

        assertThat(failed.failure())
                .isEqualTo(
                        ChatFailure.of(
                                        FailureCode.REQUEST_FIELD,
                                        ChatFailure.CLIENT,
                                        "The query gives limit more than once.",
                                        "Give it once.")
                                .at("limit"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=%",
                "limit=%1",
                "limit=%zz",
                "limit=%+1",
                "a=%u0031",
                "a=%ff",
                "%c0%ae"
            })
    void a_query_that_cannot_be_decoded_is_refused(String query) {
        var failed = catchThrowableOfType(ChatFailedException.class, () -> new Query(query));

        assertThat(failed.failure().code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(failed.failure().param()).isEmpty();
    }

    @Test
    void another_parameter_may_be_there_twice() {
        assertThat(new Query("a=1&limit=10&a=2").value("limit")).contains("10");
    }
}
