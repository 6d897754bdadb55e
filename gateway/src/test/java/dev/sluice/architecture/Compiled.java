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
import javax.tools.ToolProvider;

/** Classes as ArchUnit sees them. */
final class Compiled {
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
        List<String> arguments =
                new ArrayList<>(
                        List.of("-proc:none", "-nowarn", "-d", folder.resolve("out").toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        for (Snippet snippet : snippets) {
            var name = CLASS_NAME.matcher(snippet.body()).results().findFirst().orElseThrow();
            Path file = folder.resolve(name.group(1) + ".java");
            Files.writeString(file, "package " + snippet.packageName() + "; " + snippet.body());
            arguments.add(file.toString());
        }
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalArgumentException("javac refused " + snippets);
        }
        return new ClassFileImporter().importPath(folder.resolve("out"));
    }
}
