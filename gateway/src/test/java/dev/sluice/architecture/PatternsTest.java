package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No pattern takes more than linear work, whatever text it is put to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PatternsTest {
    private static final int MEGABYTE = 1_000_000;

    /** Enough to tell a pattern that explodes. */
    private static final int LONG = 10_000;

    /** A bounded repetition may be tried at each character, so it is the longest bound there is. */
    private static final int MOST_READS = 200;

    /** Its texts are cut behind the last character that ends a match, so each beginning has one. */
    private static final Set<String> CUT_BEFORE = Set.of("AnswerText.TAG");

    /** These put a name, which is a literal, into a pattern whose other parts are literals too. */
    private static final Set<String> AROUND_NAMES = Set.of("PublicFailure", "SourceText");

    private final JavaClasses classes = Compiled.project();

    @Test
    void every_pattern_reads_a_megabyte_of_its_worst_in_linear_work() throws IOException {
        var uses = PatternUse.ofProduct(classes, Sources.ofProject());

        assertThat(uses).hasSizeGreaterThan(100);
        assertThat(uses.stream().filter(use -> !CUT_BEFORE.contains(use.place())))
                .allSatisfy(use ->
                        assertThat(WorstTexts.readsPerCharacter(use, MEGABYTE))
                                .as("reads of each character by %s, %s", use.place(), use.pattern())
                                .isLessThan(MOST_READS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(\\S[^\\n]*)\\n +([^\\n]*?) \\[type=",
                "-+$",
                "[ab]+c",
                "//[^/@]*:[^@]*@",
                "(?:a|b)*c",
                "<details[^>]*>"
            })
    void the_worst_text_of_a_pattern_that_explodes_is_found(String exploding) {
        var use = new PatternUse(exploding, Pattern.compile(exploding), true);

        assertThat(WorstTexts.readsPerCharacter(use, LONG)).isInfinite();
    }

    @Test
    void a_pattern_is_a_constant_that_can_be_found() {
        assertThat(
                        classes.stream()
                                .filter(PatternUse::isOurs)
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(PatternsTest::compiles)
                                .map(JavaMethodCall::getOrigin)
                                .filter(origin -> !origin.getName().equals("<clinit>"))
                                .map(origin -> origin.getOwner().getSimpleName()))
                .isSubsetOf(AROUND_NAMES);
    }

    private static boolean compiles(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(Pattern.class)
                && call.getName().equals("compile");
    }
}
