package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is called as its owner likes, as an app is. */
final class ModelNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"客服/bot: 1 β", "My model", "modèle \ud83d\ude00", "a", "(v2) #1"})
    void a_model_may_have_blanks_and_any_script(String name) {
        assertThat(yaml(support() + "models: {'" + name + "': [support]}\n").models().chains())
                .containsOnlyKeys(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' a'", "'a '", "\"a\\nb\"", "\"a\\0b\""})
    void what_nobody_could_ask_for_is_no_name(String name) {
        assertThat(problemsOfYaml(support() + "models: {" + name + ": [support]}\n"))
                .contains("models");
    }
}
