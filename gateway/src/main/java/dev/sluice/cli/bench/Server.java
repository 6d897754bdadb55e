package dev.sluice.cli.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a load is aimed at: a process of its own, or, when direct, the simulator itself. */
interface Server extends AutoCloseable {
    Contender contender();

    /** Without a path. */
    URI url();

    /** The processor time it has used so far, by its own accounting. */
    Duration cpu();

    /** Of it, what its just-in-time compiler has used. */
    Duration compiler();

    long residentKib();

    /** The end of what it has printed. */
    String lastWords();

    @Override
    void close();

    /** The simulator, whose cost is counted as the load's. */
    record Direct(URI url) implements Server {
        @Override
        public Contender contender() {
            return Contender.DIRECT;
        }

        @Override
        public Duration cpu() {
            return Duration.ZERO;
        }

        @Override
        public Duration compiler() {
            return Duration.ZERO;
        }

        @Override
        public long residentKib() {
            return 0;
        }

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public void close() {
            // The simulator is not this server's to close.
        }
    }

    /** A process with its children, ended with this one in any case. */
    record Started(Contender contender, URI url, Process process, Path log, Thread killer)
            implements Server {
        private static final long POLITE_SECONDS = 20;
        private static final int LAST_CHARACTERS = 1_000;

        /** How a process is started; its output goes to the log. */
        record Command(List<String> words, Map<String, String> environment, Path log) {
            Command {
                words = List.copyOf(words);
                environment = Map.copyOf(environment);
            }
        }

        static Started start(Contender contender, URI url, Command command) throws IOException {
            var builder =
                    new ProcessBuilder(command.words())
                            .redirectErrorStream(true)
                            .redirectOutput(command.log().toFile());
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            Thread killer = new Thread(() -> kill(process));
            Runtime.getRuntime().addShutdownHook(killer);
            return new Started(contender, url, process, command.log(), killer);
        }

        @Override
        public Duration cpu() {
            return all().map(part -> part.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public Duration compiler() {
            return all().map(part -> CompilerTime.of(part.pid()))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public long residentKib() {
            return all().mapToLong(Started::residentKib).sum();
        }

        @Override
        public String lastWords() {
            try {
                String said = Files.readString(log);
                return said.substring(Math.max(0, said.length() - LAST_CHARACTERS));
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
                    kill(process);
                }
            } catch (InterruptedException _) {
                kill(process);
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().removeShutdownHook(killer);
        }

        private Stream<ProcessHandle> all() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        private static void kill(Process process) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private static long residentKib(ProcessHandle part) {
            Path status = Path.of("/proc", Long.toString(part.pid()), "status");
            try (Stream<String> lines = Files.lines(status)) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            } catch (IOException e) {
                throw new BenchFailedException(
                        "cannot read " + status + ", which tells the memory of a process");
            }
        }
    }

    static URI onFreePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
