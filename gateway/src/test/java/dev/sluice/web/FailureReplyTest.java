package dev.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.WireError;
import dev.sluice.protocol.openai.OpenAiErrors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FailureReplyTest {

    /** Clients ask again after 429 and all that is above, whatever the headers say. */
    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void bad_requests_are_what_must_not_be_repeated_and_nothing_else(FailureCode code) {
        ChatFailure failure = ChatFailure.of(code, "demo", "cause", "fix");
        WireError error = new OpenAiErrors().error(failure, "req_1");
        boolean kept = failure.retryable() || error.status() < 429;

        WireError permanent = FailureReply.permanent(error, failure);

        assertThat(permanent.status()).isEqualTo(kept ? error.status() : 400);
        assertThat(permanent.body().utf8()).isEqualTo(error.body().utf8());
    }
}
