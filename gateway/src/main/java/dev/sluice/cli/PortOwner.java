package dev.sluice.cli;

import dev.sluice.http.CannotListenException;
import dev.sluice.http.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says who holds a port, as far as this system tells. */
final class PortOwner {
    private static final String LISTENING = "0A";
    private static final int STATE_FIELD = 3;
    private static final int INODE_FIELD = 9;

    /** Linux lets every user listen from here on. */
    private static final int FIRST_FREE_PORT = 1_024;

    private PortOwner() {}

    /**
     * One line for each address that could not be had.
     *
     * @param listed whether the addresses are a list, all of which an option would replace
     */
    static String explain(CannotListenException failure, boolean listed) {
        return failure.refused().entrySet().stream()
                .map(refused -> explain(refused.getKey(), refused.getValue(), listed))
                .sorted()
                .collect(Collectors.joining(System.lineSeparator()));
    }

    static String explain(Listen address, String why, boolean listed) {
        if (address.port() < FIRST_FREE_PORT && why.contains("Permission denied")) {
            return "this user may not listen on "
                    + address
                    + ": ports under "
                    + FIRST_FREE_PORT
                    + " need the right CAP_NET_BIND_SERVICE; give it"
                    + " (AmbientCapabilities=CAP_NET_BIND_SERVICE in a unit of systemd), or "
                    + (listed ? "write another port in server.listen" : "start with --port 8000");
        }
        if (!CannotListenException.taken(why)) {
            return "cannot listen on "
                    + address
                    + ": "
                    + why
                    + (listed
                            ? "; write an address of this machine for it in server.listen"
                            : "; choose an address of this machine with --host");
        }
        int port = address.port();
        String holder = of(port).map(owner -> " by " + owner).orElse("");
        String taken = "port " + port + " is taken" + holder;
        return listed
                ? taken
                        + "; write another port for "
                        + address
                        + " in server.listen, such as "
                        + (port + 1)
                : taken + "; start with --port " + (port + 1);
    }

    private static Optional<String> of(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > INODE_FIELD)
                .filter(fields -> fields[STATE_FIELD].equals(LISTENING))
                .filter(fields -> fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
                .findFirst()
                .flatMap(fields -> process("socket:[" + fields[INODE_FIELD] + "]"));
    }

    private static Optional<String> process(String socket) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), socket))
                .findFirst()
                .map(process ->
                        "pid "
                                + process.pid()
                                + process.info()
                                        .command()
                                        .map(path -> Path.of(path).getFileName())
                                        .map(name -> " (" + name + ")")
                                        .orElse(""));
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.anyMatch(file -> linksTo(file, socket));
        } catch (IOException _) {
            // Somebody else's process, or one that has ended.
            return false;
        }
    }

    private static boolean linksTo(Path file, String socket) {
        try {
            return Files.readSymbolicLink(file).toString().equals(socket);
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException _) {
            // Not Linux: then the port alone must do.
            return List.of();
        }
    }
}
