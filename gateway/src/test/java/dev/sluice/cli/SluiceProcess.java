package dev.sluice.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a process of its own. */
final class SluiceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

    private final Process process;
    private final BufferedReader output;

    private SluiceProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static SluiceProcess start(Path folder, String... args) throws IOException {
        return start(folder, new ArrayList<>(), Map.of(), args);
    }

    /** With these variables, and the others of this process. */
    static SluiceProcess start(Path folder, Map<String, String> environment, List<String> args)
            throws IOException {
        return start(folder, new ArrayList<>(), environment, args.toArray(String[]::new));
    }

    /** Serves with a file system of 8 MiB in the place of a folder, which nobody else sees. */
    static SluiceProcess startOnSmallDisk(Path folder, Path small) throws IOException {
        var mount = "mount -t tmpfs -o size=8m small '%s' && exec \"$@\"".formatted(small);
        var before = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", mount, "sh"));
        return start(folder, before, Map.of(), "serve", "--port", "0");
    }

    /** Whether the system lets a process of ours mount something for itself. */
    static boolean canMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "small", "/mnt")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            // There is no such program.
            return false;
        }
    }

    private static SluiceProcess start(
            Path folder, List<String> command, Map<String, String> environment, String... args)
            throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        command.addAll(
                List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        command.addAll(List.of(args));
        var process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().putAll(environment);
        return new SluiceProcess(process.start());
    }

    /** Where it listens, as soon as it says so. */
    URI address() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return URI.create(address.group(1));
            }
        }
        throw new IOException("the process ended before it listened");
    }

    /** What it says up to the line that begins so, blanks aside. */
    List<String> until(String beginning) throws IOException {
        var said = new ArrayList<String>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line.strip());
            if (said.getLast().startsWith(beginning)) {
                return said;
            }
        }
        throw new IOException("the process ended and said " + said);
    }

    long pid() {
        return process.pid();
    }

    void terminate() {
        // The process itself would close its output with it.
        process.toHandle().destroy();
    }

    void hangUp() throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("the process could not be hung up on");
        }
    }

    /** At once and without a word, and it is gone when this returns. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** What it said since it was last read, until it ended. */
    Invocation end() throws IOException, InterruptedException {
        String rest = String.join("\n", output.lines().toList());
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the process goes on without a word");
        }
        return new Invocation(process.exitValue(), rest, rest);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
