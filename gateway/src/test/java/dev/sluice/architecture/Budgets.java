package dev.sluice.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.stream.Stream;

/** How large things may grow before they hold two ideas. */
final class Budgets {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 5;
    private static final int COLLABORATORS = 8;
    private static final int LEVELS = 3;

    static final List<SourceRule> ALL =
            List.of(
                    new SourceRule(
                            "a file has at most " + FILE_LINES + " lines",
                            "split it where it has two ideas",
                            "class Long {" + "\n".repeat(FILE_LINES) + "}",
                            (source, _) -> file(source)),
                    new SourceRule(
                            "a method has at most " + METHOD_LINES + " lines",
                            "take a part out and give it a name",
                            "class Long { void grow() {" + "\n".repeat(METHOD_LINES) + "} }",
                            (source, _) -> methods(source)),
                    new SourceRule(
                            "a method has at most " + PARAMETERS + " parameters",
                            "make a record of those that belong together",
                            "class Wide { void take(int a, int b, int c, int d, int e, int f) {} }",
                            (source, _) -> parameters(source)),
                    new SourceRule(
                            "a constructor has at most " + COLLABORATORS + " parameters",
                            "make a type of those that belong together",
                            """
                            class Wide {
                                Wide(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}
                            }
                            """,
                            (source, _) -> constructors(source)),
                    new SourceRule(
                            "a record has at most " + COLLABORATORS + " components",
                            "make a record of those that belong together",
                            "record R(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}",
                            (source, _) -> components(source)),
                    new SourceRule(
                            "a method goes at most " + LEVELS + " levels deep",
                            "return early, or take the inside out and give it a name",
                            """
                            class Deep {
                                void dig(boolean on) {
                                    if (on) { while (on) { try { if (on) { dig(on); } } finally {} } }
                                }
                            }
                            """,
                            (source, _) -> nesting(source)));

    private Budgets() {}

    private static Stream<SourceRule.Offence> file(Source source) {
        int lines = source.lines().size();
        return lines <= FILE_LINES
                ? Stream.empty()
                : Stream.of(new SourceRule.Offence(source, lines, "the file has " + lines));
    }

    private static Stream<SourceRule.Offence> methods(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> length(source, method) > METHOD_LINES)
                .map(method ->
                        source.offence(
                                method,
                                method.getName() + " has " + length(source, method) + " lines"));
    }

    private static long length(Source source, MethodTree method) {
        return source.lastLine(method) - source.firstLine(method) + 1;
    }

    private static Stream<SourceRule.Offence> parameters(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> !isConstructor(method))
                .filter(method -> method.getParameters().size() > PARAMETERS)
                .map(method ->
                        source.offence(
                                method,
                                method.getName() + " has " + method.getParameters().size()));
    }

    private static Stream<SourceRule.Offence> constructors(Source source) {
        return source.all(MethodTree.class)
                .filter(Budgets::isConstructor)
                .filter(method -> method.getParameters().size() > COLLABORATORS)
                .map(method ->
                        source.offence(
                                method, "the constructor has " + method.getParameters().size()));
    }

    private static boolean isConstructor(MethodTree method) {
        return method.getName().contentEquals("<init>");
    }

    private static Stream<SourceRule.Offence> components(Source source) {
        return source.all(ClassTree.class)
                .filter(type -> type.getKind() == Tree.Kind.RECORD)
                .filter(type -> Source.components(type).count() > COLLABORATORS)
                .map(type ->
                        source.offence(
                                type,
                                type.getSimpleName() + " has " + Source.components(type).count()));
    }

    private static Stream<SourceRule.Offence> nesting(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> Nesting.of(method) > LEVELS)
                .map(method ->
                        source.offence(method, method.getName() + " has " + Nesting.of(method)));
    }
}
