package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher itself, in a distribution whose only jar leads to the classes under test. */
@Timeout(120)
final class LauncherTest {
    private static final Path LAUNCHER = Path.of("../sluice");

    /** Whatever the locale of this test is, the shell writes and passes these as UTF-8. */
    private static final String SCRIPT =
            """
            cd "$(dirname "$0")" || exit 9
            mkdir -p '中文 目录' || exit 9
            cat >'中文 目录/sluice.yaml' <<'YAML'
            upstreams: {support: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-a}}
            YAML
            ./sluice config check --config '中文 目录/sluice.yaml'
            SLUICE_UPSTREAMS_SUPPORT_MODEL=客服 ./sluice config show --config '中文 目录'
            mkdir empty && cd empty || exit 9
            export DIFY_API_BASE=http://127.0.0.1:9/v1 'MODEL_CONFIG={"客服":"app-b"}'
            ../sluice config show
            """;

    @TempDir private Path home = Path.of("");

    @BeforeEach
    void install() throws IOException {
        Path launcher = Files.copy(LAUNCHER, home.resolve("sluice"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.createDirectory(home.resolve("lib"));
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream file =
                        Files.newOutputStream(home.resolve("lib/sluice-gateway-test.jar"));
                var jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
        // Who makes a start-up cache already: no process is left behind that makes one.
        Path lock = Files.createDirectory(home.resolve("cache")).resolve("lock");
        Files.createSymbolicLink(lock, Path.of(Long.toString(ProcessHandle.current().pid())));
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(part -> Path.of(part).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    /** None of them is UTF-8 on a machine that has only the locales C and C.UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LC_ALL=C",
                "LANG=zh_CN.UTF-8",
                "LANG=xx_XX.UTF-8 LC_CTYPE=C.UTF-8",
                "LC_ALL=xx_XX.UTF-8"
            })
    void names_in_any_script_reach_the_program_in_any_locale(String locale) throws Exception {
        Path script = Files.writeString(home.resolve("script"), SCRIPT);
        var builder =
                new ProcessBuilder("/bin/sh", script.toString())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        for (String variable : locale.split(" ", -1)) {
            String[] parts = variable.split("=", 2);
            if (parts.length == 2) {
                environment.put(parts[0], parts[1]);
            }
        }

        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("中文 目录/sluice.yaml is sound")
                .containsPattern("upstreams.support.model +客服 ")
                .containsPattern("upstreams.[^ ]*.model +客服 +environment MODEL_CONFIG");
    }
}
