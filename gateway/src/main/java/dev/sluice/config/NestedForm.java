package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How YAML takes a setting that a file names by its path, such as {@code cors.origins}. */
final class NestedForm {
    private NestedForm() {}

    /**
     * What to write, or nothing when that is no setting and no section.
     *
     * @param section that has the key, and beside it perhaps the sections of its path
     * @param path of that section in terms of {@link Setting}; empty for the whole file
     */
    static Optional<String> of(Section section, String path, String key) {
        var keys = List.of(key.split("\\.", -1));
        if (keys.size() == 1 || !isKnown(path, keys)) {
            return Optional.empty();
        }
        int there = 0;
        while (there < keys.size() - 1
                && section.find(keys.subList(0, there + 1))
                        .filter(Section.class::isInstance)
                        .isPresent()) {
            there++;
        }
        String said = "has a dot, which YAML does not take for a section; write `";
        String below = nested(keys.subList(there, keys.size()));
        if (there == 0) {
            return Optional.of(said + below + "` with what stands here in the place of …");
        }
        String under = section.labelOf(String.join(".", keys.subList(0, there)));
        return Optional.of(
                said
                        + below
                        + "` under "
                        + Masked.name(under)
                        + ", with what stands here in the place of …");
    }

    private static boolean isKnown(String path, List<String> keys) {
        var all = new ArrayList<>(path.isEmpty() ? List.of() : List.of(path.split("\\.", -1)));
        all.addAll(keys);
        return Arrays.stream(Setting.values()).anyMatch(setting -> begins(setting.keys(), all));
    }

    private static boolean begins(List<String> setting, List<String> keys) {
        return keys.size() <= setting.size()
                && IntStream.range(0, keys.size())
                        .allMatch(i ->
                                setting.get(i).equals(keys.get(i))
                                        || setting.get(i).equals(Setting.ANY_NAME));
    }

    private static String nested(List<String> keys) {
        var names = keys.stream().map(Masked::name).toList();
        return String.join(": {", names)
                + ": …"
                + String.join("", Collections.nCopies(keys.size() - 1, "}"));
    }
}
