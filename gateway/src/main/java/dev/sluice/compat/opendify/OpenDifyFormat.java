package dev.sluice.compat.opendify;

import dev.sluice.config.Advice;
import dev.sluice.config.Findings;
import dev.sluice.config.ImportedFormat;
import dev.sluice.config.ImportedName;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Place;
import dev.sluice.config.Variable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The variables of OpenDify and its relatives, and what its users look for when one is wrong. */
public final class OpenDifyFormat implements ImportedFormat {
    private static final String OPEN_BEYOND_LOOPBACK =
            "write SERVER_HOST=127.0.0.1, or, if that network is trusted, SLUICE_ACCESS_BEYOND_LOOPBACK=true";

    private static final String NO_UPSTREAM =
            "No valid models configured in MODEL_CONFIG; write MODEL_CONFIG={\"my-model\":\"app-…\"}";

    /** OpenDify let in everybody. */
    private static final Advice.MissingKeys MISSING_KEYS =
            new Advice.MissingKeys(
                    "VALID_API_KEYS is not set, and clients need a key: make one with `sluice keys create NAME`, or write the one they send: VALID_API_KEYS=KEY in an .env file, `access: {keys: {client: KEY}}` in a sluice.yaml",
                    """

                        1. write VALID_API_KEYS=KEY,… with the keys that clients send
                        2. write AUTH_MODE=required, and make keys with `sluice keys create NAME`
                        3. write SERVER_HOST=127.0.0.1, and let a proxy on this machine pass requests on
                        4. run `sluice migrate opendify`, which writes a sluice.yaml and makes a key for Open WebUI\
                    """);

    /** The sentences that OpenDify's guide quotes. */
    private static final Advice.Frame FRAME =
            new Advice.Frame(
                    "❌ Configuration validation failed:",
                    "❌ Startup aborted due to configuration errors");

    private final String locking;
    private final Advice advice;

    private OpenDifyFormat(String locking, Advice.MissingKeys missingKeys) {
        this.locking = locking;
        this.advice = new Advice(OPEN_BEYOND_LOOPBACK, NO_UPSTREAM, missingKeys, FRAME);
    }

    /** As the gateway reads it in the place of an OpenDify. */
    public OpenDifyFormat() {
        this("", MISSING_KEYS);
    }

    /** The same for a command that makes a key: then keys are needed unless the names differ. */
    static OpenDifyFormat locking(String command) {
        return new OpenDifyFormat(command, Advice.MissingKeys.SILENT);
    }

    @Override
    public List<ImportedName> names() {
        return OpenDifyName.ALL;
    }

    @Override
    public Advice advice() {
        return advice;
    }

    @Override
    public Section read(Map<String, Variable> variables, Place source, Findings findings) {
        var named = new EnumMap<OpenDifyName, Variable>(OpenDifyName.class);
        variables.forEach((name, variable) -> named.put(OpenDifyName.valueOf(name), variable));
        return new ImportedSettings(named, locking, source, findings).read();
    }
}
