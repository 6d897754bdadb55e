package dev.sluice.compat.opendify;

import dev.sluice.config.SluiceConfig;
import dev.sluice.conversation.Unclaimed;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Takes over an OpenDify, and prints what it does. */
public final class OpenDifyMigration {
    private static final int BATCH_ROWS = 1_000;
    private static final int PROGRESS_ROWS = 20_000;
    private static final String HARMLESS =
            "Conversations of default_user may be among the others; that is harmless, since no"
                    + " user of that name is ever tried.";

    private final OpenDifyFolder source;
    private final Options options;
    private final InstantSource clock;
    private final PrintWriter out;

    /**
     * What is asked for.
     *
     * @param target the configuration to write
     * @param force whether another one may be replaced
     * @param offline whether Dify is not to be asked for the default user's conversations
     * @param dryRun whether it is only said what would be done
     */
    public record Options(Path target, boolean force, boolean offline, boolean dryRun) {
        public Options {
            Objects.requireNonNull(target);
        }
    }

    public OpenDifyMigration(
            OpenDifyFolder source, Options options, InstantSource clock, PrintWriter out) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        this.out = out;
    }

    /** Prints where conversations were found. */
    public void reportFound(Mappings found) {
        for (var file : found.files()) {
            out.printf("%s: %,d conversations%n", file.file(), file.conversations());
        }
        if (found.files().isEmpty()) {
            out.println("There are no conversations to take over; looked for:");
            source.places().forEach(place -> out.println("  " + place));
        }
    }

    /**
     * Writes the configuration, and returns what it means; nothing where OpenDify has none.
     *
     * @throws MigrationException if it cannot be written
     */
    public Optional<SluiceConfig> configuration() {
        if (!source.isConfigured()) {
            return Optional.empty();
        }
        var yaml = MigratedYaml.of(source.env());
        try {
            write(yaml.text());
        } catch (IOException refused) {
            throw new MigrationException(
                    options.target()
                            + " cannot be written ("
                            + refused.getClass().getSimpleName()
                            + "); choose another place with --to FILE",
                    refused);
        }
        return Optional.of(yaml.config());
    }

    private void write(String yaml) throws IOException {
        Path target = options.target();
        String from = target + " from " + source.env();
        if (Files.notExists(target)) {
            out.println((options.dryRun() ? "would write " : "wrote ") + from);
            if (!options.dryRun()) {
                PrivateFiles.create(target, yaml);
            }
        } else if (Files.readString(target).equals(yaml)) {
            out.println(target + " says the same as " + source.env() + " already");
        } else if (options.force()) {
            out.println((options.dryRun() ? "would replace " : "replaced ") + from);
            if (!options.dryRun()) {
                PrivateFiles.replace(target, yaml);
            }
        } else {
            out.println(target + " is kept as it is; --force replaces it");
        }
    }

    /** The conversations without those of the default user, as far as Dify says which they are. */
    public Mappings withoutDefaultUser(Mappings found, List<UpstreamConfig> apps) {
        if (found.rows().isEmpty()) {
            return found;
        }
        if (options.offline() || apps.isEmpty()) {
            String why =
                    options.offline()
                            ? "Dify was not asked. "
                            : "There is no .env to ask Dify with. ";
            out.println(why + HARMLESS);
            return found;
        }
        try (var dify = new DefaultUser()) {
            var learnt = dify.ask(apps);
            learnt.failures().forEach(why -> out.println("Dify cannot be asked: " + why));
            if (!learnt.failures().isEmpty()) {
                out.println(HARMLESS);
            }
            return found.without(learnt.conversations());
        }
    }

    /** Keeps these conversations until their users claim them, and returns how many are new. */
    public int add(List<Unclaimed.Row> rows, Unclaimed unclaimed) {
        int added = 0;
        for (int at = 0; at < rows.size(); at += BATCH_ROWS) {
            if (at > 0 && at % PROGRESS_ROWS == 0) {
                out.printf("  %,d of %,d%n", at, rows.size());
            }
            added += unclaimed.add(rows.subList(at, Math.min(at + BATCH_ROWS, rows.size())));
        }
        return added;
    }

    /** Warns of conversations that count as old here; OpenDify kept them for ever. */
    public void reportOld(List<Unclaimed.Row> rows, Duration retention) {
        long before = clock.instant().minus(retention).toEpochMilli();
        long old = rows.stream().filter(row -> row.usedAtMillis() < before).count();
        if (retention.isZero() || old == 0) {
            return;
        }
        out.printf(
                "%,d of them were not used for %s. They count from this import: who goes on"
                        + " with one within %2$s keeps it, and what nobody claims is deleted"
                        + " then. `conversations: {retention: off}` keeps them for ever.%n",
                old, text(retention));
    }

    private static String text(Duration retention) {
        return retention.toDays() > 0 ? retention.toDays() + " days" : retention.toHours() + " h";
    }

    /** Prints what is not taken over, and why. */
    public void reportLeftOut(Mappings kept) {
        for (LeftOut why : LeftOut.values()) {
            if (kept.leftOut().containsKey(why)) {
                out.printf("left out: %,d that %s%n", kept.leftOut().get(why), why.why());
            }
        }
    }
}
