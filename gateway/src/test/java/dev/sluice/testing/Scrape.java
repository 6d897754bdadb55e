package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics, read as strictly as Prometheus reads its text format. */
public final class Scrape {
    private static final String NAME = "[a-z_][a-z0-9_]*";
    private static final String LABEL = NAME + "=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"";
    private static final String LABELS = LABEL + "(?:," + LABEL + ")*";
    private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(" + NAME + ")(?:\\{(" + LABELS + ")})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|\\+Inf)");
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");
    private static final Pattern LABEL_NAME = Pattern.compile("(" + NAME + ")=\"");

    private record Sample(String name, String labels, double value) {}

    private final Map<String, String> meanings = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    private Scrape() {}

    /** Fails on a line that is none of the format's. */
    public static Scrape of(String page) {
        var scrape = new Scrape();
        assertThat(page).endsWith("\n");
        page.lines().forEach(scrape::read);
        return scrape;
    }

    private void read(String line) {
        Matcher about = ABOUT.matcher(line);
        if (about.matches()) {
            var told = "HELP".equals(about.group(1)) ? meanings : types;
            assertThat(told.put(about.group(2), about.group(3))).as(line).isNull();
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.add(
                new Sample(
                        sample.group(1),
                        labels,
                        Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"))));
        assertThat(types).as(line).containsKey(family(sample.group(1)));
    }

    private String family(String name) {
        return types.containsKey(name) ? name : PART.matcher(name).replaceFirst("");
    }

    public Set<String> families() {
        return types.keySet();
    }

    public String type(String family) {
        return types.getOrDefault(family, "");
    }

    public String meaning(String family) {
        return meanings.getOrDefault(family, "");
    }

    /** The names of its labels, but for the bound of a bucket. */
    public Set<String> labels(String family) {
        var names = new TreeSet<String>();
        samples.stream()
                .filter(sample -> family(sample.name()).equals(family))
                .flatMap(sample -> LABEL_NAME.matcher(sample.labels()).results())
                .map((MatchResult found) -> found.group(1))
                .filter(name -> !name.equals("le"))
                .forEach(names::add);
        return names;
    }

    /** Over all samples of that name whose labels hold all of these, such as {@code code="OK"}. */
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample ->
                        List.of(sample.labels().split(",", -1)).containsAll(List.of(labels)))
                .mapToDouble(Sample::value)
                .sum();
    }
}
