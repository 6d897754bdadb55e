package dev.sluice.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** What every file of ours does alike. */
final class Habits {
    private static final Pattern VAGUE = Pattern.compile(".*(Manager|Helper|Utils?|Impl)");
    private static final Pattern BASE = Pattern.compile("(Base|Abstract)[A-Z].*");
    private static final Pattern LAYER =
            Pattern.compile(".*\\.(model|models|service|services|dto|exception|exceptions|util)");
    private static final Pattern LATER =
            Pattern.compile("(//|^\\s*/?\\*).*\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern SENTENCE = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)+");
    private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest");
    private static final Pattern OUTSIDE_WORLD =
            Pattern.compile(
                    "(Instant|Local\\w+|\\w+DateTime|Year)\\.now\\(\\)"
                            + "|System\\.currentTimeMillis\\(|Math\\.random\\(|UUID\\.randomUUID\\("
                            + "|ThreadLocalRandom\\.current\\(|new Random\\(\\)");
    private static final Pattern SLEEP = Pattern.compile("[\\w.]+\\.sleep\\(");

    /** Measures what happens in a length of real time, so waiting is its work. */
    private static final String BENCH = "gateway/src/main/java/dev/sluice/cli/bench/";

    static final List<SourceRule> ALL =
            List.of(
                    new SourceRule(
                            "a class is final, sealed or extended",
                            "make it final",
                            "class Open {}",
                            Habits::openClasses),
                    new SourceRule(
                            "a name says what the thing is",
                            "call it by a noun of docs/vocabulary.md",
                            "final class UpstreamManager {}",
                            (source, _) -> vagueNames(source)),
                    new SourceRule(
                            "nothing is made to be a base",
                            "hand the shared part in as a collaborator",
                            "class BaseServer {} final class WebServer extends BaseServer {}",
                            Habits::bases),
                    new SourceRule(
                            "a package is a capability",
                            "put its classes beside what they are about",
                            "package dev.sluice.exception;",
                            (source, _) -> layers(source)),
                    new SourceRule(
                            "a package has its sentence and is null-marked",
                            "give it a package-info.java with a sentence and @NullMarked",
                            "package dev.sluice.bare; final class Bare {}",
                            Habits::barePackages),
                    new SourceRule(
                            "an Optional is a result only",
                            "use an empty value, two methods, or @Nullable",
                            "record Perhaps(java.util.Optional<String> name) {}",
                            (source, _) -> optionals(source)),
                    new SourceRule(
                            "a record has no arrays",
                            "use String, List or a type of its own",
                            "record Bytes(byte[] bytes) {}",
                            (source, _) -> arrays(source)),
                    new SourceRule(
                            "nothing static changes",
                            "make it final, or a field of what owns it",
                            "final class Counter { static int count; }",
                            (source, _) -> staticState(source)),
                    new SourceRule(
                            "an accessor is named for the thing",
                            "leave the get out",
                            "final class Server { int getPort() { return 0; } }",
                            (source, _) -> getters(source)),
                    new SourceRule(
                            "a default says why",
                            "name every case, or say in a comment why the input is open",
                            "final class S { int a(E e) { return switch (e) { case ONE -> 1; default -> 2; }; } }",
                            (source, _) -> defaults(source)),
                    new SourceRule(
                            "time, ids and chance are handed in",
                            "take a clock or a generator in the constructor",
                            "final class Now { long now() { return System.currentTimeMillis(); } }",
                            (source, _) -> calls(source, OUTSIDE_WORLD)),
                    new SourceRule(
                            "nothing sleeps",
                            "wait for what is to happen, or set a timer",
                            "final class Lazy { void rest() throws Exception { Thread.sleep(1); } }",
                            (source, _) ->
                                    source.path().startsWith(BENCH)
                                            ? Stream.empty()
                                            : calls(source, SLEEP)),
                    new SourceRule(
                            "nothing is left for later",
                            "do it now, or open an issue",
                            "// TO" + "DO tidy this\nfinal class Later {}",
                            (source, _) -> later(source)),
                    new SourceRule(
                            "every test runs",
                            "mend the test, or delete it",
                            "final class SomeTest { @Disabled void a_test() {} }",
                            (source, _) -> annotated(source, Set.of("Disabled", "Ignore"))),
                    new SourceRule(
                            "a test is a sentence",
                            "name what happens, with underscores between the words",
                            "final class SomeTest { @Test void testPort() {} }",
                            (source, _) -> unspokenTests(source)));

    private Habits() {}

    private static Stream<SourceRule.Offence> openClasses(Source source, Sources all) {
        return source.all(ClassTree.class)
                .filter(type -> type.getKind() == Tree.Kind.CLASS && isNamed(type))
                .filter(type -> !has(type, Modifier.FINAL) && !has(type, Modifier.SEALED))
                .filter(type -> !all.isExtended(type.getSimpleName().toString()))
                .map(type -> source.offence(type, type.getSimpleName() + " is open"));
    }

    private static boolean isNamed(ClassTree type) {
        return !type.getSimpleName().isEmpty();
    }

    private static boolean has(ClassTree type, Modifier modifier) {
        return type.getModifiers().getFlags().contains(modifier);
    }

    private static Stream<SourceRule.Offence> vagueNames(Source source) {
        return source.all(ClassTree.class)
                .filter(type -> VAGUE.matcher(type.getSimpleName()).matches())
                .map(type -> source.offence(type, type.getSimpleName() + " tells nothing"));
    }

    /** A base URL is a thing; only what others extend is a base of them. */
    private static Stream<SourceRule.Offence> bases(Source source, Sources all) {
        return source.all(ClassTree.class)
                .filter(type -> BASE.matcher(type.getSimpleName()).matches())
                .filter(type -> all.isExtended(type.getSimpleName().toString()))
                .map(type -> source.offence(type, "others extend " + type.getSimpleName()));
    }

    private static Stream<SourceRule.Offence> layers(Source source) {
        String name = packageOf(source);
        return LAYER.matcher(name).matches()
                ? Stream.of(source.offence(source.unit(), name + " is a layer"))
                : Stream.empty();
    }

    private static String packageOf(Source source) {
        return String.valueOf(source.unit().getPackageName());
    }

    private static Stream<SourceRule.Offence> barePackages(Source source, Sources all) {
        boolean told =
                all.files().stream()
                        .filter(file -> file.path().endsWith("package-info.java"))
                        .filter(file -> packageOf(file).equals(packageOf(source)))
                        .anyMatch(Habits::saysEnough);
        return told ? Stream.empty() : Stream.of(source.offence(source.unit(), "no sentence"));
    }

    private static boolean saysEnough(Source info) {
        return info.line(1).startsWith("/**")
                && annotated(info, Set.of("NullMarked")).findAny().isPresent();
    }

    private static Stream<SourceRule.Offence> optionals(Source source) {
        Stream<VariableTree> fields = source.all(ClassTree.class).flatMap(Source::fields);
        Stream<? extends VariableTree> parameters =
                source.all(MethodTree.class).flatMap(method -> method.getParameters().stream());
        return Stream.concat(fields, parameters)
                .filter(variable ->
                        simple(String.valueOf(variable.getType())).matches("Optional.*"))
                .map(variable -> source.offence(variable, variable.getName() + " is Optional"));
    }

    private static Stream<SourceRule.Offence> arrays(Source source) {
        return source.all(ClassTree.class)
                .filter(type -> type.getKind() == Tree.Kind.RECORD)
                .flatMap(Source::components)
                .filter(component -> component.getType().toString().contains("[]"))
                .map(component -> source.offence(component, component.getName() + " is an array"));
    }

    private static Stream<SourceRule.Offence> staticState(Source source) {
        return source.all(ClassTree.class)
                .flatMap(Source::fields)
                .filter(field -> Source.is(field, Modifier.STATIC))
                .filter(field -> !Source.is(field, Modifier.FINAL))
                .map(field -> source.offence(field, field.getName() + " is static and changes"));
    }

    private static Stream<SourceRule.Offence> getters(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> GETTER.matcher(method.getName()).matches())
                .filter(method -> method.getParameters().isEmpty())
                .filter(method -> !isAnnotated(method, Set.of("Override")))
                .map(method -> source.offence(method, "an accessor is called " + method.getName()));
    }

    private static Stream<SourceRule.Offence> defaults(Source source) {
        Stream<List<? extends CaseTree>> statements =
                source.all(SwitchTree.class).map(SwitchTree::getCases);
        Stream<List<? extends CaseTree>> expressions =
                source.all(SwitchExpressionTree.class).map(SwitchExpressionTree::getCases);
        return Stream.concat(statements, expressions)
                .filter(cases -> cases.stream().noneMatch(Habits::isCharacterOrNumber))
                .flatMap(List::stream)
                .filter(branch -> isDefault(branch) && !(branch.getBody() instanceof ThrowTree))
                .filter(branch -> !isExplained(source, source.firstLine(branch)))
                .map(branch -> source.offence(branch, "a default without a comment"));
    }

    private static boolean isCharacterOrNumber(CaseTree branch) {
        return branch.getLabels().stream()
                .anyMatch(label ->
                        label instanceof ConstantCaseLabelTree constant
                                && constant.getConstantExpression() instanceof LiteralTree literal
                                && !(literal.getValue() instanceof String));
    }

    private static boolean isDefault(CaseTree branch) {
        return branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
    }

    private static boolean isExplained(Source source, long line) {
        return Stream.of(line - 1, line, line + 1)
                .anyMatch(near -> source.line(near).contains("// "));
    }

    private static Stream<SourceRule.Offence> calls(Source source, Pattern wrong) {
        return Stream.concat(source.all(MethodInvocationTree.class), source.all(NewClassTree.class))
                .filter(call -> wrong.matcher(call.toString()).lookingAt())
                .map(call -> source.offence(call, call.toString()));
    }

    private static Stream<SourceRule.Offence> later(Source source) {
        return Stream.iterate(1L, line -> line <= source.lines().size(), line -> line + 1)
                .filter(line -> LATER.matcher(source.line(line)).find())
                .map(line -> new SourceRule.Offence(source, line, source.line(line).strip()));
    }

    private static Stream<SourceRule.Offence> annotated(Source source, Set<String> annotations) {
        return source.all(AnnotationTree.class)
                .filter(annotation -> annotations.contains(name(annotation)))
                .map(annotation -> source.offence(annotation, annotation.toString()));
    }

    private static Stream<SourceRule.Offence> unspokenTests(Source source) {
        return source.all(MethodTree.class)
                .filter(method -> isAnnotated(method, TESTS))
                .filter(method -> !SENTENCE.matcher(method.getName()).matches())
                .map(method -> source.offence(method, method.getName() + " is no sentence"));
    }

    private static boolean isAnnotated(MethodTree method, Set<String> annotations) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(annotation -> annotations.contains(name(annotation)));
    }

    private static String name(AnnotationTree annotation) {
        return simple(annotation.getAnnotationType().toString());
    }

    private static String simple(String type) {
        return type.replaceAll("<.*", "").replaceAll(".*\\.", "");
    }
}
