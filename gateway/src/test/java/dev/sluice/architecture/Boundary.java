package dev.sluice.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule about who may use whom, seen in compiled classes.
 *
 * @param offender the members of a class that breaks the rule
 */
record Boundary(String name, ArchRule rule, List<Snippet> offender) {

    /** A class by its package and what follows it in the file. */
    record Snippet(String packageName, String body) {}

    List<String> offences(JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }

    @Override
    public String toString() {
        return name;
    }
}
