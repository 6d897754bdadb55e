package dev.sluice.cli;

import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigurationOptions {
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration; default: sluice.yaml or .env in this folder")
    private Path config = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the state folder; default: data beside the configuration file")
    private String data = "";

    @Option(names = "--host", paramLabel = "H", description = "listen here, whatever the file says")
    private String host = "";

    @Option(names = "--port", paramLabel = "N", description = "listen here; 0 takes a free port")
    private String port = "";

    Configuration configuration() {
        if (!port.isEmpty() && !isPort(port)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "--port is `" + port + "`; write a number from 0 to " + HIGHEST_PORT);
        }
        var flags =
                Overrides.NONE
                        .with("--data", "data.dir", data)
                        .with("--host", "server.host", host)
                        .with("--port", "server.port", port);
        return Configuration.at(config, flags, System.getenv()).importing(new OpenDifyFormat());
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST_PORT;
    }
}
