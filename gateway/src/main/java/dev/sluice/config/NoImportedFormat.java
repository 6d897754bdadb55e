package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.List;
import java.util.Map;

/** Takes nothing over. */
final class NoImportedFormat implements ImportedFormat {
    @Override
    public List<ImportedName> names() {
        return List.of();
    }

    @Override
    public Advice advice() {
        return Advice.YAML;
    }

    @Override
    public Section read(Map<String, Variable> variables, Place source, Findings findings) {
        return Section.empty("", source);
    }
}
