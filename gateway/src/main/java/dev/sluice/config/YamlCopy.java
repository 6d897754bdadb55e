package dev.sluice.config;

import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A configuration as the text of a {@code sluice.yaml} that may stand in any folder. Behind each
 * value stands the name it came from.
 *
 * @param text of the whole file; it holds keys
 */
public record YamlCopy(SluiceConfig config, String text) {
    private static final List<Setting> FILES =
            List.of(Setting.DATA_DIR, Setting.TLS_CERTIFICATE, Setting.TLS_KEY);

    public YamlCopy {
        Objects.requireNonNull(config);
        Objects.requireNonNull(text);
    }

    static YamlCopy of(Sources.Loaded loaded) {
        SluiceConfig config = loaded.config();
        Path original = Path.of(config.origin().source());
        return new YamlCopy(config, YamlText.of(withWholePaths(loaded.root(), original)));
    }

    private static Section withWholePaths(Section root, Path original) {
        Section whole = root;
        for (Setting setting : FILES) {
            if (root.find(setting.keys()).orElse(root)
                    instanceof Text(var label, var place, var name)) {
                String path = original.toAbsolutePath().resolveSibling(name).normalize().toString();
                whole = whole.with(setting.keys(), new Text(label, place, path));
            }
        }
        return whole;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return config.origin().source();
    }
}
