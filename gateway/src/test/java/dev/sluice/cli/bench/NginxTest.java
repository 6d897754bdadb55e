package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NginxTest {
    private static final URI LISTEN = URI.create("http://127.0.0.1:18081");
    private static final URI UPSTREAM = URI.create("http://127.0.0.1:18082");

    @TempDir private Path folder = Path.of("");

    @Test
    void its_configuration_is_accepted_by_nginx() throws Exception {
        Nginx nginx = Nginx.find(System.getenv().getOrDefault("PATH", ""));
        assumeTrue(nginx.isInstalled(), "nginx is not installed");
        var command = new ArrayList<>(nginx.command(folder, LISTEN, UPSTREAM, 1_000));
        command.add("-t");

        Process check = new ProcessBuilder(command).redirectErrorStream(true).start();

        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @Test
    void its_configuration_is_the_one_of_the_method() throws Exception {
        new Nginx(Path.of("nginx")).command(folder, LISTEN, UPSTREAM, 1_000);

        assertThat(Files.readString(folder.resolve("nginx.conf")))
                .contains(
                        "worker_processes 1;",
                        "access_log off;",
                        "proxy_buffering off;",
                        "proxy_http_version 1.1;",
                        "keepalive 1024;",
                        "server 127.0.0.1:18082;",
                        "listen 127.0.0.1:18081 ");
    }

    @Test
    void it_is_found_on_the_path() throws Exception {
        Path program = Files.createFile(folder.resolve("nginx"));
        assumeTrue(program.toFile().setExecutable(true), "no executable files here");

        assertThat(Nginx.find("/nowhere:" + folder)).isEqualTo(new Nginx(program));
    }
}
