package dev.sluice.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxy that Sluice is compared with.
 *
 * @param program empty when there is none
 */
record Nginx(Path program) {
    static final String MISSING =
            "nginx is not installed, so there is nothing to compare with; apt-get install nginx-light";
    private static final List<String> USUAL = List.of("/usr/sbin", "/usr/local/sbin");

    static Nginx find(String path) {
        return Stream.concat(Stream.of(path.split(":", -1)), USUAL.stream())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Nginx::new)
                .orElse(new Nginx(Path.of("")));
    }

    boolean isInstalled() {
        return !program.toString().isEmpty();
    }

    /** What starts it in the folder; the configuration is written there. */
    List<String> command(Path folder, URI listen, URI upstream, int connections)
            throws IOException {
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, configuration(folder, listen, upstream, connections));
        return List.of(program.toString(), "-p", folder.toString(), "-c", file.toString());
    }

    Server start(Site site, URI upstream) throws IOException {
        URI url = Server.onFreePort();
        List<String> command = command(site.folder(), url, upstream, site.connections());
        return Server.Started.start(
                Contender.NGINX,
                url,
                new Server.Started.Command(
                        site.cores().pinned(command),
                        Map.of(),
                        site.folder().resolve("nginx.log")));
    }

    private static String configuration(Path folder, URI listen, URI upstream, int connections) {
        return """
        worker_processes 1;
        worker_rlimit_nofile %1$d;
        daemon off;
        pid %2$s/nginx.pid;
        error_log stderr warn;
        events { worker_connections %1$d; }
        http {
          access_log off;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          keepalive_requests 100000000;
          upstream dify {
            server %4$s;
            keepalive 1024;
            keepalive_requests 100000000;
          }
          server {
            listen %3$s backlog=4096;
            location / {
              proxy_pass http://dify;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """
                .formatted(
                        connections, folder, listen.getRawAuthority(), upstream.getRawAuthority());
    }
}
