package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FailureMeaningTest {
    @ParameterizedTest
    @EnumSource
    void every_code_has_a_meaning_in_whole_sentences(FailureCode code) {
        var meaning = FailureMeaning.of(code);

        assertThat(meaning.cause()).matches("[A-Z`].*\\.");
        assertThat(meaning.remedy()).matches("[A-Z`].*\\.");
    }
}
