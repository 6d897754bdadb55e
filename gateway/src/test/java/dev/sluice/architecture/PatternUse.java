package dev.sluice.architecture;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pattern of the product, and how texts are put to it.
 *
 * @param searches whether a match may begin anywhere, and not only where the text does
 */
record PatternUse(String place, Pattern pattern, boolean searches) {
    private static final Set<String> OF_STRINGS =
            Set.of("matches", "replaceAll", "replaceFirst", "split");

    /** Calls of a matcher that look for matches beyond the beginning. */
    private static final List<String> SEARCHES =
            List.of("find", "replaceAll", "replaceFirst", "results", "split", "asPredicate");

    private record Content(Source source, String text) {}

    /** Every constant, and every regular expression that a string is asked with. */
    static List<PatternUse> ofProduct(JavaClasses classes, Sources sources) {
        List<Content> main =
                sources.files().stream()
                        .filter(source -> source.path().contains("/src/main/"))
                        .filter(source -> !source.path().startsWith("testkit/"))
                        .map(source -> new Content(source, String.join("\n", source.lines())))
                        .toList();
        Stream<PatternUse> constants =
                classes.stream()
                        .filter(PatternUse::isOurs)
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .map(field -> ofConstant(field, main));
        Stream<PatternUse> literals =
                main.stream().map(Content::source).flatMap(PatternUse::ofLiterals);
        return Stream.concat(constants, literals).toList();
    }

    static boolean isOurs(JavaClass type) {
        return !type.getPackageName().startsWith("dev.sluice.testkit");
    }

    private static PatternUse ofConstant(JavaField field, List<Content> main) {
        JavaClass owner = field.getOwner();
        String place = owner.getSimpleName() + "." + field.getName();
        String file = owner.getFullName().replaceAll("\\$.*", "").replace('.', '/').concat(".java");
        boolean searches =
                main.stream()
                        .anyMatch(content -> {
                            boolean isOwn = content.source.path().endsWith(file);
                            return searches(content, isOwn ? field.getName() : place);
                        });
        return new PatternUse(place, value(field), searches);
    }

    /** The calls of its matchers; where one is handed on, every call in the file. */
    private static boolean searches(Content content, String name) {
        String text = content.text;
        if (!text.contains(name)) {
            return false;
        }
        List<String> matchers =
                Pattern.compile("(?:(\\w+) =\\s+)?\\b" + name + "\\s*\\.matcher\\(")
                        .matcher(text)
                        .results()
                        .flatMap(found -> Stream.of(name + ".matcher(", found.group(1) + "."))
                        .toList();
        long mentions = Pattern.compile("\\b" + name + "\\b").matcher(text).results().count();
        long declared = text.contains("Pattern " + name + " =") ? 1 : 0;
        if (mentions > matchers.size() / 2 + declared) {
            return SEARCHES.stream().anyMatch(call -> text.contains("." + call + "("));
        }
        return content.source
                .all(MemberSelectTree.class)
                .filter(call -> SEARCHES.contains(call.getIdentifier().toString()))
                .map(call -> call.getExpression() + ".")
                .anyMatch(of -> matchers.stream().anyMatch(of::startsWith));
    }

    private static Stream<PatternUse> ofLiterals(Source source) {
        return source.all(MethodInvocationTree.class)
                .filter(call -> call.getMethodSelect() instanceof MemberSelectTree)
                .filter(call -> OF_STRINGS.contains(method(call)))
                .flatMap(call -> ofLiteral(source, call));
    }

    private static Stream<PatternUse> ofLiteral(Source source, MethodInvocationTree call) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        boolean isReplacement = method(call).startsWith("replace");
        if (arguments.isEmpty() || (isReplacement && arguments.size() < 2)) {
            return Stream.empty();
        }
        String place = source.path().replaceAll(".*/", "") + ":" + source.firstLine(call);
        return arguments.getFirst() instanceof LiteralTree literal
                        && literal.getValue() instanceof String regex
                ? Stream.of(
                        new PatternUse(
                                place, Pattern.compile(regex), !method(call).equals("matches")))
                : Stream.empty();
    }

    private static String method(MethodInvocationTree call) {
        return ((MemberSelectTree) call.getMethodSelect()).getIdentifier().toString();
    }

    private static Pattern value(JavaField field) {
        try {
            Field own = field.reflect();
            own.setAccessible(true);
            return (Pattern) own.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.getFullName() + " cannot be read", e);
        }
    }
}
