package dev.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Slips of the keyboard that YAML takes for a part of a text, so that the parser stumbles only over
 * what follows: signs of a Chinese or Japanese keyboard, blanks that are no spaces, a missing
 * space.
 */
final class YamlSlip {
    private static final String NAME = "[A-Za-z_][\\w.-]*";

    /** The sign itself is the group. */
    private static final Map<Pattern, String> SLIPS =
            Map.of(
                    Pattern.compile("(?:^|[{,，])[\\h　]*" + NAME + "(：)"),
                    "a full-width colon stands here; write : and a space",
                    Pattern.compile("[{\\[][^\"'#]*?(，)"),
                    "a full-width comma stands here; write , and a space",
                    Pattern.compile("^ *([\\x{A0}\\x{3000}])"),
                    "a blank that is no space stands here; write spaces",
                    Pattern.compile("^ *(?:- )?" + NAME + "(:)(?!//)[^\\s:]"),
                    "a space is missing behind this colon; write name: value");

    private YamlSlip() {}

    /** The first one in these lines, counted from one. */
    static Optional<YamlFault> in(String file, List<String> lines, int from, int to) {
        for (int number = Math.max(1, from); number <= Math.min(to, lines.size()); number++) {
            for (var slip : SLIPS.entrySet()) {
                var found = slip.getKey().matcher(lines.get(number - 1));
                if (found.find()) {
                    var place = new Place(file, number, found.start(1) + 1);
                    return Optional.of(new YamlFault(place, slip.getValue()));
                }
            }
        }
        return Optional.empty();
    }
}
