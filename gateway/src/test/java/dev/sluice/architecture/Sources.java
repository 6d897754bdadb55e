package dev.sluice.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Source files that are looked at together. */
final class Sources {
    /** Tests run in the folder of their module. */
    static final Path PROJECT = Path.of("..");

    static final List<String> MODULES = List.of("protocol", "testkit", "gateway");
    private static final List<String> ROOTS = List.of("src/main/java", "src/test/java");

    private final List<Source> files;
    private final Set<String> extended;

    private Sources(List<Text> texts) {
        this.files = parsed(texts);
        this.extended = files.stream().flatMap(Sources::extended).collect(Collectors.toSet());
    }

    /** Everything of ours, tests too. */
    static Sources ofProject() throws IOException {
        var texts = new ArrayList<Text>();
        for (String module : MODULES) {
            for (String root : ROOTS) {
                try (Stream<Path> found = Files.walk(PROJECT.resolve(module).resolve(root))) {
                    found.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .map(Text::of)
                            .forEach(texts::add);
                }
            }
        }
        return new Sources(texts);
    }

    static Sources of(String path, String text) {
        return new Sources(List.of(new Text(path, text)));
    }

    List<Source> files() {
        return files;
    }

    Set<String> classNames() {
        return files.stream()
                .flatMap(source -> source.all(ClassTree.class))
                .map(type -> type.getSimpleName().toString())
                .collect(Collectors.toSet());
    }

    /** Whether a class of that simple name has subclasses. */
    boolean isExtended(String name) {
        return extended.contains(name);
    }

    private static Stream<String> extended(Source source) {
        Stream<Tree> named = source.all(ClassTree.class).map(ClassTree::getExtendsClause);
        Stream<Tree> anonymous =
                source.all(NewClassTree.class)
                        .filter(made -> made.getClassBody() != null)
                        .map(NewClassTree::getIdentifier);
        return Stream.concat(named, anonymous)
                .map(String::valueOf)
                .map(type -> type.replaceAll("<.*", "").replaceAll(".*\\.", ""));
    }

    private static List<Source> parsed(List<Text> texts) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task =
                (JavacTask)
                        compiler.getTask(
                                null, null, null, List.of("-proc:none"), null, List.copyOf(texts));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            return StreamSupport.stream(task.parse().spliterator(), false)
                    .map(unit -> source(unit, positions))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(CompilationUnitTree unit, SourcePositions positions) {
        JavaFileObject file = unit.getSourceFile();
        try {
            var text = file.getCharContent(true).toString();
            return new Source(file.getName().substring(1), text, unit, positions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String content;

        Text(String path, String content) {
            super(URI.create("source:///" + path), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        static Text of(Path file) {
            try {
                return new Text(
                        PROJECT.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
