package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body of {@code multipart/form-data}: its fields, and what is known of its files. */
record Form(Map<String, String> fields, List<File> files) {
    static final Form NONE = new Form(Map.of(), List.of());
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type: *([^\r]+)");

    /** A file part; name and type are empty when absent. */
    record File(String field, String name, String mimeType, long bytes) {}

    Form {
        fields = Map.copyOf(fields);
        files = List.copyOf(files);
    }

    /**
     * Reads the parts.
     *
     * @param body one char a byte
     */
    static Form parse(String contentType, String body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return NONE;
        }
        Map<String, String> fields = new HashMap<>();
        List<File> files = new ArrayList<>();
        for (String part : body.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int head = part.indexOf("\r\n\r\n");
            if (head >= 0) {
                add(part.substring(0, head), content(part, head), fields, files);
            }
        }
        return new Form(fields, files);
    }

    /** Between the blank line and the line end that belongs to the boundary. */
    private static String content(String part, int head) {
        return part.substring(head + 4, Math.max(head + 4, part.length() - 2));
    }

    private static void add(
            String head, String content, Map<String, String> fields, List<File> files) {
        String field = first(NAME, head);
        if (FILENAME.matcher(head).find()) {
            files.add(new File(field, first(FILENAME, head), first(TYPE, head), content.length()));
        } else {
            fields.put(field, utf8(content));
        }
    }

    private static String first(Pattern pattern, String head) {
        Matcher found = pattern.matcher(head);
        return found.find() ? utf8(found.group(1)) : "";
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
