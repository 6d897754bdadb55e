package dev.sluice.cli.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole measurement, ready to be shown.
 *
 * @param command what was typed
 * @param machine what it ran on
 * @param notes what a reader of the numbers must know
 */
record Report(LocalDate date, String command, String machine, List<Row> rows, List<String> notes) {
    private static final List<String> HEADER =
            List.of(
                    "scenario",
                    "measure",
                    "unit",
                    "direct",
                    "nginx",
                    "bare Sluice",
                    "Sluice",
                    "Sluice / nginx",
                    "target");

    Report {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** For a terminal. */
    String text() {
        List<List<String>> lines = table();
        List<Integer> widths =
                IntStream.range(0, HEADER.size()).mapToObj(column -> width(lines, column)).toList();
        return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"))
                + "\n"
                + notes.stream().map(note -> "\n" + note).collect(Collectors.joining())
                + "\n";
    }

    /** As it stands in docs/reference/performance.md. */
    String markdown() {
        List<List<String>> lines = table();
        lines.add(1, HEADER.stream().map(_ -> "---").toList());
        return "`%s` on %s, %s.\n\n".formatted(command, date, machine)
                + lines.stream()
                        .map(line -> "| " + String.join(" | ", line) + " |\n")
                        .collect(Collectors.joining())
                + notes.stream().map(note -> "\n- " + note).collect(Collectors.joining())
                + "\n";
    }

    /** For programs: every value of every round. */
    String json() {
        ObjectNode root =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("date", date.toString())
                        .put("command", command)
                        .put("machine", machine);
        var list = root.putArray("measures");
        for (Row row : rows) {
            ObjectNode measure =
                    list.addObject()
                            .put("scenario", row.measure().scenario().toString())
                            .put("name", row.measure().name())
                            .put("unit", row.measure().unit());
            row.samples()
                    .forEach((contender, samples) -> {
                        var values = measure.putArray(contender.label());
                        samples.values().forEach(values::add);
                    });
            row.met().ifPresent(met -> measure.put("target_met", met));
        }
        var told = root.putArray("notes");
        notes.forEach(told::add);
        return root.toPrettyString() + "\n";
    }

    private List<List<String>> table() {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADER);
        rows.forEach(row -> lines.add(row.cells()));
        return lines;
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String padded(List<String> line, List<Integer> widths) {
        return IntStream.range(0, line.size())
                .mapToObj(column -> {
                    String cell = line.get(column);
                    return cell + " ".repeat(widths.get(column) - cell.length());
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
