package dev.sluice.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.architecture.Boundary.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes as ArchUnit sees them. */
final class Compiled {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared, since most of a compilation's time goes into opening the libraries. */
    private static final StandardJavaFileManager FILES =
            COMPILER.getStandardFileManager(null, null, null);

    private static final Pattern CLASS_NAME = Pattern.compile("class (\\w+)");

    private Compiled() {}

    /** Everything of ours but tests. */
    static JavaClasses project() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("dev.sluice");
    }

    /** The snippets alone, compiled together into the folder. */
    static JavaClasses snippets(List<Snippet> snippets, Path folder) throws IOException {
        List<String> options =
                List.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        folder.resolve("out").toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        List<Path> sources = new ArrayList<>();
        for (Snippet snippet : snippets) {
            var name = CLASS_NAME.matcher(snippet.body()).results().findFirst().orElseThrow();
            Path file = folder.resolve(name.group(1) + ".java");
            Files.writeString(file, "package " + snippet.packageName() + "; " + snippet.body());
            sources.add(file);
        }
        Files.createDirectories(folder.resolve("out"));
        var task =
                COMPILER.getTask(
                        null,
                        FILES,
                        null,
                        options,
                        null,
                        FILES.getJavaFileObjectsFromPaths(sources));
        if (!task.call()) {
            throw new IllegalArgumentException("javac refused " + snippets);
        }
        return new ClassFileImporter().importPath(folder.resolve("out"));
    }
}
