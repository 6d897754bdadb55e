package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.List;
import java.util.Map;

/**
 * How another system is configured, as far as its variables mean settings of ours. They count where
 * there is no {@code sluice.yaml}, from an {@code .env} file and from the environment.
 */
public interface ImportedFormat {
    /** No variables but our own. */
    ImportedFormat NONE = new NoImportedFormat();

    /** How the names of the keys begin that clients of the other system have. */
    String KEY_NAME = "imported-";

    /** Every name it knows. */
    List<ImportedName> names();

    /** How its users mend what is wrong. */
    Advice advice();

    /**
     * The tree that the same setup has as {@code sluice.yaml}; each value has the name and the
     * place it came from.
     *
     * @param variables by name, those that are not empty
     * @param source where what is missing would stand
     * @param findings takes what is wrong with them
     */
    Section read(Map<String, Variable> variables, Place source, Findings findings);
}
