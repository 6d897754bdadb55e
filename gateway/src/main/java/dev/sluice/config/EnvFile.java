package dev.sluice.config;

import dev.sluice.protocol.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the lines of an {@code .env} file that concern us. */
final class EnvFile {
    private static final Pattern IGNORED = Pattern.compile("\\s*(#.*)?");
    private static final Pattern LINE =
            Pattern.compile("\\s*+(?:export\\s++)?([^=\\s]++)\\s*+=\\s*+(.*\\S|)\\s*+");
    private static final Pattern COMMENT = Pattern.compile("(?:^|(?<!\\s)\\s++)#.*");

    private final String file;
    private final String text;
    private final List<ImportedName> imported;
    private final List<String> importedNames;
    private final Findings aboutOwn;
    private final Findings aboutOthers;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /**
     * @param imported names that count beside those that begin with {@code SLUICE_}
     * @param aboutOthers takes what is wrong with lines that do not begin with {@code SLUICE_}
     */
    EnvFile(
            SourceText source,
            List<ImportedName> imported,
            Findings aboutOwn,
            Findings aboutOthers) {
        this.file = source.name();
        this.text = source.text();
        this.imported = List.copyOf(imported);
        this.importedNames = imported.stream().map(ImportedName::name).toList();
        this.aboutOwn = aboutOwn;
        this.aboutOthers = aboutOthers;
    }

    /** By name, in the order of the file: our own and the imported ones. */
    Map<String, Variable> read() {
        List<String> lines = text.lines().toList();
        var maps = new MapLines(imported);
        int number = 0;
        while (number < lines.size()) {
            int length = maps.length(lines.subList(number, lines.size()));
            List<String> part =
                    lines.subList(number, number + length).stream()
                            .filter(line -> !IGNORED.matcher(line).matches())
                            .toList();
            if (!part.isEmpty()) {
                variable(String.join(" ", part), number + 1);
            }
            if (length > 1) {
                refuseLines(part.getFirst(), number + 1);
            }
            number += length;
        }
        return variables;
    }

    private void refuseLines(String line, int number) {
        var match = LINE.matcher(line);
        if (match.matches()) {
            String name = match.group(1);
            aboutOthers.problem(
                    new Place(file, number, match.start(1) + 1),
                    ConfigCode.JSON,
                    name
                            + " goes on in the next lines; write all of it in one line, such as "
                            + name
                            + "={\"my-model\":\"app-…\"}");
        }
    }

    private void variable(String line, int number) {
        var match = LINE.matcher(line);
        if (!match.matches()) {
            aboutOthers.problem(
                    new Place(file, number, 1),
                    "this line has no name before an equals sign; write NAME=value, or # before a comment");
            return;
        }
        String name = match.group(1);
        var place = new Place(file, number, match.start(1) + 1);
        if (!Variable.isOwn(name) && !importedNames.contains(name)) {
            refuseMisspelt(name, place);
            return;
        }
        var first = variables.putIfAbsent(name, value(name, place, match.group(2), match.start(2)));
        if (first != null) {
            about(name)
                    .problem(
                            place,
                            ConfigCode.DUPLICATE_KEY,
                            Masked.name(name)
                                    + " stands here a second time; the first is in line "
                                    + first.place().line());
        }
    }

    /** Other names belong to other programs. */
    private void refuseMisspelt(String name, Place place) {
        Nearest.to(name, importedNames)
                .ifPresent(known ->
                        aboutOthers.problem(
                                place,
                                ConfigCode.UNKNOWN,
                                Masked.name(name) + " is unknown; did you mean " + known + "?"));
    }

    private Variable value(String name, Place place, String written, int start) {
        var inner = Quotes.within(written);
        if (inner.isEmpty()) {
            String bare = COMMENT.matcher(written).replaceFirst("");
            return new Variable(name, place, bare, start + 1);
        }
        about(name).warning(place, ConfigCode.QUOTED, Masked.name(name) + Quotes.REMOVED);
        return new Variable(name, place, inner.get(), start + 2);
    }

    private Findings about(String name) {
        return Variable.isOwn(name) ? aboutOwn : aboutOthers;
    }
}
