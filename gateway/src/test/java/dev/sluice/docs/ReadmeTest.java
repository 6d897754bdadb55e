package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.ApiRoutes;
import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.protocol.openai.OpenAiChat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeTest {
    private static final Pattern ASKED =
            Pattern.compile("curl (?:-N )?http://127\\.0\\.0\\.1:8000(/\\S*)");
    private static final Pattern SENT = Pattern.compile("-d '([^']*)'");

    @TempDir private Path folder;

    @Test
    void its_sluice_yaml_is_accepted() throws IOException {
        var loaded = load("sluice.yaml", block("yaml"));

        assertThat(loaded.upstreams()).isNotEmpty();
        assertThat(loaded.models().chains()).isNotEmpty();
        assertThat(loaded.origin().warnings()).isEmpty();
    }

    @Test
    void its_env_file_is_accepted() throws IOException {
        var loaded = load(".env", block("properties"));

        assertThat(loaded.upstreams()).hasSize(2);
        assertThat(loaded.origin().warnings()).isEmpty();
    }

    private SluiceConfig load(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Configuration.at(file, Overrides.NONE, Map.of("SUPPORT_KEY", "app-1"))
                .importing(new OpenDifyFormat())
                .load();
    }

    @Test
    void its_curl_lines_ask_for_what_there_is() throws IOException {
        var paths = found(ASKED);
        var bodies = found(SENT);

        assertThat(paths).isNotEmpty();
        assertThat(ApiRoutes.listed())
                .extracting(route -> route.path().toString())
                .containsAll(paths);
        assertThat(bodies).isNotEmpty();
        assertThat(bodies)
                .allSatisfy(body -> {
                    var request = OpenAiChat.read(body.getBytes(StandardCharsets.UTF_8), Set.of());
                    assertThat(request.model()).isEqualTo("assistant");
                });
    }

    @Test
    void the_test_command_stands_there_as_ci_runs_it() throws IOException {
        String ci = Files.readString(Path.of("../.ci/run"));

        assertThat(block("sh")).contains("./sluice test");
        assertThat(ci).contains("exec ./sluice test");
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(readme().text()).results().map(match -> match.group(1)).toList();
    }

    private static String block(String language) throws IOException {
        return String.join("\n", readme().blocks(language));
    }

    private static Document readme() throws IOException {
        return Document.at("README.md");
    }
}
