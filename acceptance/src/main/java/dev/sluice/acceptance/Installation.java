package dev.sluice.acceptance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Installs clients from their registries, each into a folder of its own that later runs use again.
 */
final class Installation {
    private static final Duration PROGRESS = Duration.ofSeconds(15);
    private static final int NODE = 20;
    private static final String NO_NODE = "it needs Node.js %d or newer and npm".formatted(NODE);
    private static final String NO_PYTHON = "it needs Python 3.11 or 3.12 as python3";

    /** Which {@code python3} is new enough, in Python. */
    private static final String PYTHON =
            "import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 13) else 1)";

    private static final List<String> PYTHONS = List.of("python3.12", "python3.11", "python3");

    private final Path folder;
    private final Path sources;
    private final PrintStream progress;

    /**
     * Installs into a folder what the adapters of another need.
     *
     * @param sources where the adapters of all platforms are
     */
    Installation(Path folder, Path sources, PrintStream progress) {
        this.folder = folder;
        this.sources = sources;
        this.progress = progress;
    }

    /** What starts the client's adapter; Java's clients are on this program's own class path. */
    List<String> command(Client client) throws IOException {
        Path home = folder.resolve(client.name());
        return switch (client.platform()) {
            case PYTHON ->
                    List.of(
                            home.resolve("bin/python").toString(),
                            sources.resolve("python").resolve(client.program()).toString());
            case NODE, BROWSER -> List.of("node", copied(home, client.program()).toString());
            case JAVA ->
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            client.program());
        };
    }

    /** Node.js looks for packages from where a script lies. */
    private Path copied(Path home, String program) throws IOException {
        try (Stream<Path> scripts = Files.list(sources.resolve("node"))) {
            for (Path script : scripts.toList()) {
                Path copy = home.resolve(script.getFileName().toString());
                Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return home.resolve(program);
    }

    /** Installs what is missing; the answer is why that cannot be, where it cannot. */
    Optional<String> install(Client client) throws IOException, InterruptedException {
        return switch (client.platform()) {
            case JAVA -> Optional.empty();
            case PYTHON -> withPython(client);
            case NODE -> withNode(client);
            case BROWSER -> withBrowser(client);
        };
    }

    private Optional<String> withPython(Client client) throws IOException, InterruptedException {
        Optional<String> python = python();
        if (python.isEmpty()) {
            return Optional.of(NO_PYTHON);
        }
        Path home = folder.resolve(client.name());
        if (isInstalled(home, client)) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        var environment = List.of(python.get(), "-m", "venv", home.toString());
        var pip = new ArrayList<>(List.of(home.resolve("bin/pip").toString(), "install"));
        pip.addAll(List.of("--disable-pip-version-check", "--progress-bar", "off"));
        pip.addAll(client.packages());
        return install(client, home, List.of(environment, pip));
    }

    static Optional<String> python() throws IOException, InterruptedException {
        for (String name : PYTHONS) {
            if (succeeds(List.of(name, "-c", PYTHON))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private Optional<String> withNode(Client client) throws IOException, InterruptedException {
        if (!hasNode()) {
            return Optional.of(NO_NODE);
        }
        Path home = folder.resolve(client.name());
        if (isInstalled(home, client)) {
            return Optional.empty();
        }
        return install(client, home, List.of(npm(home, client.packages())));
    }

    private static boolean hasNode() throws InterruptedException {
        var check = "process.exit(parseInt(process.versions.node) >= %d ? 0 : 1)".formatted(NODE);
        return succeeds(List.of("node", "-e", check)) && succeeds(List.of("npm", "--version"));
    }

    private static List<String> npm(Path home, List<String> packages) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}\n");
        var npm = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
        npm.addAll(packages);
        return npm;
    }

    /** A server from PyPI, and from npm what drives the browser. */
    private Optional<String> withBrowser(Client client) throws IOException, InterruptedException {
        if (OpenWebUi.chromium().isEmpty()) {
            return Optional.of("it needs Chromium; on Debian: apt-get install chromium");
        }
        Optional<String> python = python();
        if (python.isEmpty()) {
            return Optional.of(NO_PYTHON);
        }
        if (!hasNode()) {
            return Optional.of(NO_NODE);
        }
        Path home = folder.resolve(client.name());
        if (isInstalled(home, client)) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        String server = client.packages().getFirst();
        Path installer = sources.resolve("python/install_open_webui.py");
        return install(
                client,
                home,
                List.of(
                        List.of(python.get(), "-m", "venv", home.toString()),
                        List.of(
                                home.resolve("bin/python").toString(),
                                installer.toString(),
                                server),
                        npm(home, client.packages().subList(1, client.packages().size()))));
    }

    private static boolean isInstalled(Path home, Client client) throws IOException {
        Path mark = mark(home);
        return Files.exists(mark) && Files.readAllLines(mark).equals(client.packages());
    }

    private static Path mark(Path home) {
        return home.resolve(".installed");
    }

    private Optional<String> install(Client client, Path home, List<List<String>> commands)
            throws IOException, InterruptedException {
        Path log = folder.resolve(client.name() + "-install.log");
        String what = String.join(" ", client.packages());
        for (List<String> command : commands) {
            Path place = Files.isDirectory(home) ? home : folder;
            if (!run(command, place, log, "installing " + what)) {
                return Optional.of("its installation failed; see " + log);
            }
        }
        Files.write(mark(home), client.packages());
        return Optional.empty();
    }

    /** Runs an installer and shows every few seconds that it is still at work. */
    private boolean run(List<String> command, Path place, Path log, String what)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .directory(place.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        progress.println(what);
        while (!process.waitFor(PROGRESS.toSeconds(), TimeUnit.SECONDS)) {
            progress.printf("  %3d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000, what);
        }
        return process.exitValue() == 0;
    }

    static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
