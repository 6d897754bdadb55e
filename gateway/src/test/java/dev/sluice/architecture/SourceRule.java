package dev.sluice.architecture;

import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A rule that can be seen in one source file.
 *
 * @param whatNow for whoever has broken it
 * @param offender a source file that the rule must find something in
 * @param finder looks into one file, beside all of them for what one file alone does not tell
 */
record SourceRule(
        String name,
        String whatNow,
        String offender,
        BiFunction<Source, Sources, Stream<Offence>> finder) {

    /** What breaks the rule at one place. */
    record Offence(Source source, long line, String what) {}

    /** What breaks it, each as a line that says where, what and what now. */
    Stream<String> offences(Sources sources) {
        return sources.files().stream()
                .flatMap(source -> finder.apply(source, sources))
                .map(found ->
                        "%s:%d: %s; %s"
                                .formatted(found.source.path(), found.line, found.what, whatNow));
    }

    /** The rule's name in the report of the tests. */
    @Override
    public String toString() {
        return name;
    }
}
