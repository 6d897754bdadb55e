package dev.sluice.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts how deep a method goes: statements with a body, and lambdas with a block. */
final class Nesting extends TreeScanner<@Nullable Void, @Nullable Tree> {
    private int now;
    private int deepest;

    private Nesting() {}

    static int of(MethodTree method) {
        var nesting = new Nesting();
        nesting.scan(method.getBody(), null);
        return nesting.deepest;
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Tree parent) {
        if (tree == null || tree instanceof ClassTree) {
            // A class inside has methods of its own.
            return null;
        }
        int step = indents(tree) && !isElseIf(tree, parent) ? 1 : 0;
        now += step;
        deepest = Math.max(deepest, now);
        super.scan(tree, tree);
        now -= step;
        return null;
    }

    private static boolean indents(Tree tree) {
        return switch (tree) {
            case IfTree _, SwitchTree _, SwitchExpressionTree _, TryTree _ -> true;
            case ForLoopTree _, EnhancedForLoopTree _ -> true;
            case WhileLoopTree _, DoWhileLoopTree _, SynchronizedTree _ -> true;
            case LambdaExpressionTree lambda -> lambda.getBody() instanceof BlockTree;
            // The language has many more, and all of them stay on the level they are met on.
            default -> false;
        };
    }

    private static boolean isElseIf(Tree tree, @Nullable Tree parent) {
        return parent instanceof IfTree before && Objects.equals(before.getElseStatement(), tree);
    }
}
