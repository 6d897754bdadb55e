package dev.sluice.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Texts that cost one pattern most. A walk goes from character to character as long as what it has
 * may still begin a match; whatever it can go on with for ever is repeated, and the text ends as no
 * match does. The characters and words are those of the pattern itself, beside common ones.
 */
final class WorstTexts {
    /** Of one character, after which the pattern is given up. */
    private static final long MOST_READS = 300;

    private static final int WALKS = 10;
    private static final int MOST_STEPS = 16;
    private static final int SHORT = 600;
    private static final int LONGER = 8_000;
    private static final int FINALISTS = 3;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9=_:/@,<> -]{2,}");
    private static final String COMMON = " \t\na0A-_.:/\"'<[{(=,é\u0001";

    private final PatternUse use;
    private final List<String> pieces;

    /** Characters before the repeated ones, and those. */
    private record Shape(String start, String unit) {
        String text(int length, String end) {
            int times = Math.max(1, (length - start.length()) / unit.length());
            return start + unit.repeat(times) + end;
        }
    }

    private WorstTexts(PatternUse use) {
        this.use = use;
        this.pieces = pieces(use.pattern().pattern());
    }

    /** How often the pattern reads each character of a text of that length that costs it most. */
    static double readsPerCharacter(PatternUse use, int length) {
        var texts = new WorstTexts(use);
        Shape worst =
                texts.worst().stream()
                        .max(Comparator.comparingDouble(shape -> texts.cost(shape, LONGER)))
                        .orElseThrow();
        return texts.cost(worst, length);
    }

    private List<Shape> worst() {
        record Cost(Shape shape, double reads) {}
        return shapes().stream()
                .map(shape -> new Cost(shape, cost(shape, SHORT)))
                .sorted(Comparator.comparingDouble(Cost::reads).reversed())
                .limit(FINALISTS)
                .map(Cost::shape)
                .toList();
    }

    /** The most that one of the two ends makes of it. */
    private double cost(Shape shape, int length) {
        double with = cost(shape.text(length, "\u0001"));
        return Math.max(with, cost(shape.text(length, "")));
    }

    private double cost(String text) {
        var counting = new CountingText(text, text.length() * MOST_READS);
        try {
            Matcher matcher = use.pattern().matcher(counting);
            if (use.searches()) {
                while (matcher.find()) {
                    // Every match is wanted, as by replaceAll.
                }
            } else {
                matcher.matches();
            }
        } catch (CountingText.TooMuchWork | StackOverflowError _) {
            return Double.POSITIVE_INFINITY;
        }
        return (double) counting.reads() / text.length();
    }

    private Set<Shape> shapes() {
        var shapes = new LinkedHashSet<Shape>();
        for (String piece : pieces) {
            shapes.add(new Shape("", piece));
            shapes.add(new Shape("a", piece));
        }
        var chance = new Random(use.place().hashCode());
        for (int walk = 0; walk < WALKS; walk++) {
            walk(chance, shapes);
        }
        return shapes;
    }

    private void walk(Random chance, Set<Shape> shapes) {
        var start = new StringBuilder();
        for (int step = 0; step < MOST_STEPS; step++) {
            List<String> next = pieces.stream().filter(one -> isOpen(start + one)).toList();
            if (next.isEmpty()) {
                return;
            }
            String one = next.get(chance.nextInt(next.size()));
            String other = next.get(chance.nextInt(next.size()));
            Stream.of(one, one + other)
                    .filter(unit -> isOpen(start + unit.repeat(8)))
                    .forEach(unit -> shapes.add(new Shape(start.toString(), unit)));
            if (!start.isEmpty() && use.searches()) {
                shapes.add(new Shape("", start + one));
            }
            start.append(one);
        }
    }

    /** Whether more characters could make it a match. */
    // The pattern knows it by hitting the end; a copy of the text has nothing to say of it.
    @SuppressWarnings("JdkObsolete")
    private boolean isOpen(String text) {
        Matcher matcher = use.pattern().matcher(new CountingText(text, 100_000));
        try {
            matcher.lookingAt();
        } catch (CountingText.TooMuchWork | StackOverflowError _) {
            return true;
        }
        return matcher.hitEnd();
    }

    private static List<String> pieces(String pattern) {
        var pieces = new LinkedHashSet<String>();
        WORD.matcher(pattern).results().map(found -> found.group()).forEach(pieces::add);
        pattern.chars()
                .filter(c -> c > ' ')
                .limit(40)
                .forEach(c -> pieces.add(Character.toString(c)));
        COMMON.chars().forEach(c -> pieces.add(Character.toString(c)));
        return new ArrayList<>(pieces);
    }
}
