package dev.sluice.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Slips of the keyboard that YAML takes for a part of a text, so that the parser stumbles only over
 * what follows, or not at all: signs of a Chinese or Japanese keyboard, blanks that are no spaces,
 * a missing space.
 */
final class YamlSlip {
    private static final String NAME = "[A-Za-z_][\\w.-]*";
    private static final String BLANK = "a blank that is no space stands here; write spaces";
    private static final String BRACE = "a full-width brace stands here; write { or }";
    private static final String NO_SPACE =
            "a space is missing behind this colon; write name: value";

    /** The sign itself is the group. */
    private static final Map<Pattern, String> SLIPS =
            Map.of(
                    Pattern.compile("(?:^|[{,，])[\\h　]*" + NAME + "(：)"),
                    "a full-width colon stands here; write : and a space",
                    Pattern.compile("[{\\[][^\"'#]*?(，)"),
                    "a full-width comma stands here; write , and a space",
                    Pattern.compile("^[^\"'#｛｝]*+([｛｝])"),
                    BRACE,
                    Pattern.compile("^ *(?:(?:- )?" + NAME + ": *)?([\\x{A0}\\x{3000}])"),
                    BLANK,
                    Pattern.compile("^ *(?:- )?" + NAME + ": *(\\t)"),
                    "a tab stands behind this colon; write a space",
                    Pattern.compile("^ *(?:- )?" + NAME + "(:)(?!//)[^\\s:\\x{A0}\\x{3000}]"),
                    NO_SPACE);

    private static final Pattern PAIR = Pattern.compile(" *+(" + NAME + "):(?!//)[^\\s:]");

    private YamlSlip() {}

    /** The first one in these lines, counted from one. */
    static Optional<YamlFault> in(String file, List<String> lines, int from, int to) {
        for (int number = Math.max(1, from); number <= Math.min(to, lines.size()); number++) {
            var found = in(file, lines.get(number - 1), number);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<YamlFault> in(String file, String line, int number) {
        return SLIPS.entrySet().stream()
                .flatMap(slip ->
                        slip.getKey()
                                .matcher(line)
                                .results()
                                .limit(1)
                                .map(found ->
                                        new YamlFault(
                                                new Place(file, number, found.start(1) + 1),
                                                slip.getValue())))
                .min(Comparator.comparingInt(fault -> fault.place().column()));
    }

    /**
     * The one that a key or a plain value begins with, although the parser took it.
     *
     * @param line in which the place is
     */
    static Optional<YamlFault> at(Place place, String line) {
        // The parser counts code points.
        int first = line.codePoints().skip(place.column() - 1).findFirst().orElse(' ');
        if (first == '\u00A0' || first == '\u3000') {
            return Optional.of(new YamlFault(place, BLANK));
        }
        if (first == '\uFF5B') {
            return Optional.of(new YamlFault(place, BRACE));
        }
        var pair = PAIR.matcher(line);
        if (pair.lookingAt() && pair.start(1) == place.column() - 1 && isSetting(pair.group(1))) {
            int column = pair.end(1) + 1;
            return Optional.of(
                    new YamlFault(new Place(place.file(), place.line(), column), NO_SPACE));
        }
        return Optional.empty();
    }

    /** A value such as {@code qwen:7b} may stand on a line of its own. */
    private static boolean isSetting(String name) {
        return Arrays.stream(Setting.values()).anyMatch(setting -> setting.key().equals(name));
    }
}
