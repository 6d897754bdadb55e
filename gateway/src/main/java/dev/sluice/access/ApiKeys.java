package dev.sluice.access;

import dev.sluice.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** The keys that were made at run time, as the truth keeps them. Thread-safe. */
public final class ApiKeys {
    /** A key without name is nobody's; whose it is stands in logs, and in paths of the console. */
    private static final Pattern BEGINNING = Pattern.compile("[\\p{L}\\p{N}].*");

    private final Database truth;
    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator chance;

    public ApiKeys(Database truth, Secrets secrets, InstantSource clock, RandomGenerator chance) {
        this.truth = truth;
        this.secrets = secrets;
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * All keys at one moment, by their digests.
     *
     * @param version how often they had changed
     */
    record Stored(long version, Map<String, Standing> byDigest) {
        static final Stored NONE = new Stored(0, Map.of());

        Stored {
            byDigest = Map.copyOf(byDigest);
        }
    }

    /**
     * Makes a key.
     *
     * @throws AccessException when the name is taken or no name
     */
    public NewKey create(String name, Grants grants) {
        NewKey key = random(name);
        if (!add(key, grants)) {
            throw new AccessException(
                    "there is a key `%1$s` already; choose another name, or first `sluice keys revoke %1$s`"
                            .formatted(name));
        }
        return key;
    }

    /** Those that were revoked too, the oldest first. */
    public List<ApiKey> list() {
        return truth.read(ApiKeyRows::all);
    }

    /** Whether there was such a key. */
    public boolean revoke(String name) {
        Instant now = clock.instant();
        return truth.write(
                handle -> ApiKeyRows.revoke(handle, name, now) && ApiKeyRows.changed(handle));
    }

    NewKey random(String name) {
        if (!ClientName.isValid(name)
                || !BEGINNING.matcher(name).matches()
                || name.equals(Caller.OPEN.name())) {
            throw new AccessException(
                    "`"
                            + name
                            + "` cannot be the name of a key; use at most 64 letters, digits and"
                            + " . _ : / -, and not `"
                            + Caller.OPEN.name()
                            + "`");
        }
        return NewKey.random(name, chance);
    }

    /** False when the name is taken. */
    boolean add(NewKey key, Grants grants) {
        var row = new ApiKey(key.name(), key.ending(), grants, clock.instant(), ApiKey.NEVER);
        String digest = key.digest(secrets);
        return truth.write(handle -> {
            claim(handle);
            return ApiKeyRows.insert(handle, digest, row);
        });
    }

    boolean hasAdmin() {
        return list().stream()
                .anyMatch(
                        key -> key.live() && key.grants().permissions().contains(Permission.ADMIN));
    }

    boolean isLive(String key) {
        String digest = secrets.digest(key.getBytes(StandardCharsets.UTF_8));
        return truth.read(ApiKeys::standings).get(digest) instanceof Standing.Valid;
    }

    /** The same object when nothing has changed since it was read. */
    Stored since(Stored known) {
        return truth.read(handle -> {
            var state = ApiKeyRows.state(handle);
            if (state.version() == known.version()) {
                return known;
            }
            Map<String, Standing> standings = standings(handle);
            if (standings.values().stream().anyMatch(Standing.Valid.class::isInstance)) {
                refuseOther(state.fingerprint());
            }
            return new Stored(state.version(), standings);
        });
    }

    private static Map<String, Standing> standings(Handle handle) {
        var standings = new HashMap<String, Standing>();
        ApiKeyRows.byDigest(handle)
                .forEach((digest, key) ->
                        standings.put(
                                digest,
                                key.live()
                                        ? new Standing.Valid(key.grants().to(key.name()))
                                        : new Standing.Revoked(key.name())));
        return standings;
    }

    /** The digests of all live keys are made with one secret key. */
    private void claim(Handle handle) {
        String holder = ApiKeyRows.claim(handle, secrets.fingerprint());
        if (!holder.equals(secrets.fingerprint())) {
            if (ApiKeyRows.all(handle).stream().anyMatch(ApiKey::live)) {
                refuseOther(holder);
            }
            ApiKeyRows.handOver(handle, secrets.fingerprint());
        }
        secrets.save();
    }

    private void refuseOther(String fingerprint) {
        if (!fingerprint.equals(secrets.fingerprint())) {
            throw new AccessException(
                    """
                    the keys in the database were made with another secret key (fingerprint %s, this one is %s); \
                    put secret.key back from your backup, or give every replica the same SLUICE_SECRET_KEY. \
                    If it is lost, `sluice keys revoke` every key that `sluice keys list` shows and create new ones\
                    """
                            .formatted(fingerprint, secrets.fingerprint()));
        }
    }
}
