package dev.sluice.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What this machine calls itself. No name server is asked, which could take its time. */
public final class MachineNames {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final List<String> VARIABLES = List.of("HOSTNAME", "COMPUTERNAME");

    private MachineNames() {}

    public static List<String> of(Map<String, String> environment) {
        var names = new ArrayList<String>();
        try {
            names.add(Files.readString(LINUX).strip());
        } catch (IOException _) {
            // Other systems do not have it, and a variable in its place.
        }
        VARIABLES.forEach(name -> names.add(environment.getOrDefault(name, "").strip()));
        names.removeIf(String::isEmpty);
        return names;
    }
}
