package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.upstream;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.AnswerSettings.Replaced;
import org.junit.jupiter.api.Test;

/** How answers are presented. */
final class AnswerSettingsTest {

    @Test
    void without_a_word_answers_are_as_they_always_were() {
        assertThat(upstream().chats().answers()).isEqualTo(AnswerSettings.DEFAULT);
        assertThat(yaml(support()).server().badRequests()).isFalse();
    }

    @Test
    void what_is_written_is_taken() {
        var answers =
                upstream("replaced: fail", "reasoning: tags", "extension: false").chats().answers();

        assertThat(answers.replaced()).isEqualTo(Replaced.FAIL);
        assertThat(answers.reasoning()).isEqualTo(ReasoningFormat.TAGS);
        assertThat(answers.extension()).isFalse();
        assertThat(upstream("reasoning: none").chats().answers().reasoning())
                .isEqualTo(ReasoningFormat.NONE);
    }

    @Test
    void failures_that_must_not_be_repeated_have_their_own_status_or_one() {
        String server = "server: {permanent_failures: %s}\n";

        assertThat(yaml(server.formatted("400") + support()).server().badRequests()).isTrue();
        assertThat(yaml(server.formatted("own") + support()).server().badRequests()).isFalse();
        assertThat(problemsOfYaml(server.formatted("502") + support()))
                .contains("server.permanent_failures is `502`");
    }

    @Test
    void a_misspelt_form_is_told() {
        assertThat(problemsOfYaml(support("reasoning: tag"))).contains("did you mean tags?");
        assertThat(problemsOfYaml(support("replaced: no"))).contains("replaced is `no`");
        assertThat(problemsOfYaml(support("extension: off"))).contains("write true or false");
    }
}
