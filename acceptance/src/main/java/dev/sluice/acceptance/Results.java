package dev.sluice.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was seen, by client and scenario, in the order in which it was run. */
final class Results {
    private final Map<String, Map<String, Outcome>> outcomes = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    void add(String client, String scenario, Outcome outcome) {
        outcomes.computeIfAbsent(client, _ -> new LinkedHashMap<>()).put(scenario, outcome);
    }

    void skip(String client, String reason) {
        skipped.put(client, reason);
    }

    boolean anyWrong() {
        return outcomes.values().stream()
                .flatMap(row -> row.values().stream())
                .anyMatch(Outcome::isWrong);
    }

    /**
     * As a table for a terminal, or as one of Markdown, with everything that is not simply right
     * below.
     */
    String render(boolean markdown) {
        var text = new StringBuilder();
        // Programs of different kinds have different scenarios, and a table each.
        for (Set<String> columns : columns()) {
            appendTable(text, columns, markdown);
        }
        appendDetails(text, markdown);
        skipped.forEach((client, reason) ->
                text.append(item(markdown).formatted(client, "skipped", reason)));
        return text.toString();
    }

    private List<Set<String>> columns() {
        List<Set<String>> all = new ArrayList<>();
        for (Map<String, Outcome> row : outcomes.values()) {
            if (!all.contains(row.keySet())) {
                all.add(new LinkedHashSet<>(row.keySet()));
            }
        }
        return all;
    }

    private void appendTable(StringBuilder text, Set<String> columns, boolean markdown) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("client"));
        head.addAll(columns);
        rows.add(head);
        outcomes.forEach((client, row) -> {
            if (row.keySet().equals(columns)) {
                List<String> cells = new ArrayList<>(List.of(client));
                row.values().forEach(outcome -> cells.add(outcome.verdict().word()));
                rows.add(cells);
            }
        });
        if (markdown) {
            appendMarkdown(text, rows);
        } else {
            appendAligned(text, rows);
        }
        text.append('\n');
    }

    private static void appendMarkdown(StringBuilder text, List<List<String>> rows) {
        for (int row = 0; row < rows.size(); row++) {
            text.append("| ").append(String.join(" | ", rows.get(row))).append(" |\n");
            if (row == 0) {
                text.append("|---".repeat(rows.getFirst().size())).append("|\n");
            }
        }
    }

    private static void appendAligned(StringBuilder text, List<List<String>> rows) {
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
                text.append(("%-" + (width + 2) + "s").formatted(row.get(column)));
            }
            text.append('\n');
        }
    }

    private void appendDetails(StringBuilder text, boolean markdown) {
        outcomes.forEach((client, row) ->
                row.forEach((scenario, outcome) -> {
                    if (outcome.verdict() != Outcome.Verdict.GOOD) {
                        String what = scenario + " " + outcome.verdict().word();
                        text.append(item(markdown).formatted(client, what, outcome.detail()));
                    }
                }));
    }

    private static String item(boolean markdown) {
        return markdown ? "- **%s**, %s: %s%n" : "%s, %s: %s%n";
    }
}
