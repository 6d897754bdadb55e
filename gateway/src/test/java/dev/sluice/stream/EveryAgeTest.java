package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Golden;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.SimulatedApp;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole answers, head and body, for every mode in every age of Dify. All ages of a mode share one
 * file, but for those that are told apart here.
 */
final class EveryAgeTest {
    /** Ages of chatflows that differ from the newest; their file has the name of the first. */
    private record Apart(Story story, Profile first, Profile last) {
        boolean holds(Story otherStory, Mode mode, Profile age) {
            return story == otherStory
                    && mode == Mode.ADVANCED_CHAT
                    && first.compareTo(age) <= 0
                    && age.compareTo(last) <= 0;
        }
    }

    /** Until 1.12 a chatflow's run ends before its message does; 1.13.0 loses the usage. */
    private static final List<Apart> APART =
            Stream.of(Story.EVERY_EVENT, Story.REPLACED)
                    .flatMap(story ->
                            Stream.of(
                                    new Apart(story, Profile.V0_6, Profile.V1_12),
                                    new Apart(story, Profile.V1_13_0, Profile.V1_13_0)))
                    .toList();

    static Stream<Arguments> answers() {
        return Arrays.stream(Story.values())
                .flatMap(story ->
                        Arrays.stream(Mode.values())
                                .filter(story::isToldBy)
                                .flatMap(mode ->
                                        Arrays.stream(Profile.values())
                                                .filter(age -> exists(mode, age))
                                                .map(age -> Arguments.of(story, mode, age))));
    }

    private static boolean exists(Mode mode, Profile age) {
        return mode != Mode.AGENT || age == Profile.V1_15;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_mode_is_answered_alike_in_every_age(Story story, Mode mode, Profile age) {
        SimulatedApp app = story.played(SimulatedApp.of("app-helpdesk", mode)).profile(age);
        try (var gateway = TestGateway.with(app).unnamed(configured(mode, age)).start()) {
            var question = Question.to("helpdesk");
            Answer streamed = gateway.ask(question.streamedWithUsage());
            Answer whole = gateway.ask(question);

            assertThat(streamed.end()).isEqualTo(story.endOfStream());
            assertThat(whole.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(streamed.body() + whole.body()).doesNotContain(Story.PROMPT);
            Golden.expect(file(story, mode, age, "stream"), streamed);
            Golden.expect(file(story, mode, age, "whole"), whole);
        }
    }

    /** What servers do not tell before 1.4. */
    private static String configured(Mode mode, Profile age) {
        return age.compareTo(Profile.V1_4_1) < 0 ? name(mode) : "";
    }

    private static String file(Story story, Mode mode, Profile age, String form) {
        String suffix =
                APART.stream()
                        .filter(apart -> apart.holds(story, mode, age))
                        .map(apart -> "." + apart.first().name().toLowerCase(Locale.ROOT))
                        .map(suffixed -> suffixed.replace('_', '.'))
                        .findFirst()
                        .orElse("");
        return "wire/%s/%s-%s%s.http".formatted(name(story), name(mode), form, suffix);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
