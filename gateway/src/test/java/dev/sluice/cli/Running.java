package dev.sluice.cli;

import dev.sluice.app.Gateway;
import dev.sluice.app.StateFolder;
import dev.sluice.app.World;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A gateway as {@code serve} runs it, in this process. */
final class Running implements AutoCloseable {
    private final StateFolder state;
    private final Gateway gateway;
    private final Reloader reloader;

    private Running(StateFolder state, Gateway gateway, Reloader reloader) {
        this.state = state;
        this.gateway = gateway;
        this.reloader = reloader;
    }

    static Running at(Path file, Path data) throws IOException {
        var flags = Overrides.NONE.with("--data", "data.dir", data.toString());
        var configuration = Configuration.at(file, flags, Map.of());
        SluiceConfig loaded = configuration.load();
        var state = StateFolder.open(data);
        var gateway = new Gateway(loaded, data, World.real());
        var reloader = Reloader.start(configuration, loaded, gateway, data, HangUp.take());
        return new Running(state, gateway, reloader);
    }

    int port() {
        return gateway.port();
    }

    KeyHolder client(String key) {
        return new KeyHolder(port(), key);
    }

    @Override
    public void close() throws IOException {
        reloader.close();
        gateway.close();
        state.close();
    }
}
