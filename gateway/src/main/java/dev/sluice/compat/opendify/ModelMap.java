package dev.sluice.compat.opendify;

import dev.sluice.config.ConfigCode;
import dev.sluice.config.Findings;
import dev.sluice.config.FullWidthSign;
import dev.sluice.config.Place;
import dev.sluice.config.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a map of model names to app keys, in all the ways it is found: JSON, the same with Python's
 * quotes, {@code name:key,name:key} and {@code name=key}.
 */
final class ModelMap {
    /**
     * One model and its key.
     *
     * @param place where the name stands
     */
    record Entry(String model, String key, Place place) {
        Entry {
            Objects.requireNonNull(model);
            Objects.requireNonNull(key);
            Objects.requireNonNull(place);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return model;
        }
    }

    private static final String UNCLOSED = "has a quote here that is never closed";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

    /** What JSON and Python have beside text, objects and bare words. */
    private static final Pattern NO_TEXT =
            Pattern.compile("null|None|[Tt]rue|[Ff]alse|-?[\\d.]+|\\[.*");

    /** A name that swallowed a pair, since the comma behind it is another. */
    private static final Pattern TWO_PAIRS = Pattern.compile("[^:=，]++[:=][^，]*+，.*+");

    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{N}]");
    private static final int SHOWN_CHARS = 30;

    private final Variable variable;
    private final String text;
    private final Findings findings;
    private int at;

    ModelMap(Variable variable, Findings findings) {
        this.variable = variable;
        this.text = variable.text();
        this.findings = findings;
    }

    /** The entries up to the first fault, which is reported. */
    List<Entry> read() {
        var entries = new ArrayList<Entry>();
        var fault = fault(entries);
        if (fault.isPresent() || entries.stream().anyMatch(ModelMap::isMistyped)) {
            var sign = FullWidthSign.in(text);
            sign.ifPresent(found -> at = found.at());
            sign.map(FullWidthSign::message).or(() -> fault).ifPresent(this::report);
        }
        return entries.stream().filter(entry -> !isMistyped(entry)).toList();
    }

    /** Whether a sign of another keyboard was taken for a part of the text. */
    private static boolean isMistyped(Entry entry) {
        return beginsWithSign(entry.model())
                || beginsWithSign(entry.key())
                || TWO_PAIRS.matcher(entry.model()).matches();
    }

    private static boolean beginsWithSign(String word) {
        return !word.isEmpty() && FullWidthSign.isSign(word.charAt(0));
    }

    private void report(String message) {
        findings.problem(place(), ConfigCode.JSON, variable.name() + " " + message, excerpt());
    }

    /** The shape of the text around the fault, since its letters may be a key. */
    private String excerpt() {
        int from = Math.max(0, at - SHOWN_CHARS);
        int to = Math.min(text.length(), at + SHOWN_CHARS);
        String shape = LETTER.matcher(text.substring(from, to)).replaceAll("x");
        return "\n    " + shape + "\n    " + " ".repeat(at - from) + "^";
    }

    /** Collects the entries; what is wrong is wrong at the present position. */
    private Optional<String> fault(List<Entry> entries) {
        boolean braces = skip('{');
        while (!atEnd() && text.charAt(at) != '}') {
            Place place = place();
            Optional<String> model = word(endOfBareName());
            if (model.isEmpty()) {
                return Optional.of(UNCLOSED);
            }
            if (!skip(':') && !skip('=')) {
                return Optional.of("needs a colon after the model's name here");
            }
            skipSpaces();
            int start = at;
            Optional<String> key = word(endOfPair());
            if (key.isEmpty()) {
                return Optional.of(UNCLOSED);
            }
            if (NO_TEXT.matcher(key.get()).matches()) {
                at = start;
                return Optional.of("needs the app's key here, which begins with app-");
            }
            entries.add(new Entry(model.get(), key.get(), place));
            if (!skip(',') && !atEnd() && text.charAt(at) != '}') {
                return Optional.of("needs a comma between two models here");
            }
        }
        if (braces && !skip('}')) {
            return Optional.of("lacks a closing } here");
        }
        return atEnd() ? Optional.empty() : Optional.of("must end here; remove the rest");
    }

    /** A quoted word, or a bare one up to its end; nothing if its quote is never closed. */
    private Optional<String> word(int end) {
        skipSpaces();
        if (at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0) {
            return quoted(text.charAt(at));
        }
        String bare = text.substring(Math.min(at, end), end);
        at = end;
        return Optional.of(bare.strip());
    }

    private int endOfPair() {
        int end = at;
        while (end < text.length() && ",}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** At the last colon, since model names such as {@code qwen:7b} hold colons and keys do not. */
    private int endOfBareName() {
        int end = endOfPair();
        int equals = text.lastIndexOf('=', end - 1);
        int last = equals >= at ? equals : text.lastIndexOf(':', end - 1);
        return last >= at ? last : end;
    }

    private Optional<String> quoted(char quote) {
        var word = new StringBuilder();
        int next = at + 1;
        while (next < text.length() && text.charAt(next) != quote) {
            var escape = ESCAPE.matcher(text).region(next, text.length());
            if (escape.lookingAt()) {
                word.append(unescaped(escape.group(1)));
                next = escape.end();
            } else {
                word.append(text.charAt(next++));
            }
        }
        if (next == text.length()) {
            return Optional.empty();
        }
        at = next + 1;
        return Optional.of(word.toString().strip());
    }

    private static char unescaped(String escape) {
        return escape.length() == 1
                ? escape.charAt(0)
                : (char) Integer.parseInt(escape.substring(1), 16);
    }

    private boolean skip(char wanted) {
        skipSpaces();
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private boolean atEnd() {
        skipSpaces();
        return at == text.length();
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Place place() {
        skipSpaces();
        Place start = variable.start();
        return new Place(start.file(), start.line(), start.column() + at);
    }
}
