package dev.sluice.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** One source file as the compiler's own parser reads it. */
final class Source {
    private final String path;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Tree> trees = new ArrayList<>();

    Source(String path, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.path = path;
        this.lines = text.lines().toList();
        this.unit = unit;
        this.positions = positions;
        new Collector().scan(unit, trees);
    }

    /** From the project's folder on. */
    String path() {
        return path;
    }

    List<String> lines() {
        return lines;
    }

    CompilationUnitTree unit() {
        return unit;
    }

    /** Everything of that kind in the file, in the file's order. */
    <T extends Tree> Stream<T> all(Class<T> kind) {
        return trees.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The components of a record, which has no other fields of its instances. */
    static Stream<VariableTree> components(ClassTree type) {
        return fields(type).filter(field -> !is(field, Modifier.STATIC));
    }

    static Stream<VariableTree> fields(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast);
    }

    static boolean is(VariableTree variable, Modifier modifier) {
        return variable.getModifiers().getFlags().contains(modifier);
    }

    long firstLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    long lastLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }

    /** The line's text, counted from one; empty beyond the file's ends. */
    String line(long number) {
        return number < 1 || number > lines.size() ? "" : lines.get(Math.toIntExact(number) - 1);
    }

    SourceRule.Offence offence(Tree tree, String what) {
        return new SourceRule.Offence(this, firstLine(tree), what);
    }

    private static final class Collector extends TreeScanner<@Nullable Void, List<Tree>> {
        @Override
        public @Nullable Void scan(@Nullable Tree tree, List<Tree> into) {
            if (tree != null) {
                into.add(tree);
            }
            return super.scan(tree, into);
        }
    }
}
