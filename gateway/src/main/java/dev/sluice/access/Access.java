package dev.sluice.access;

import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who is calling, and may they: one for each configuration that is loaded. Thread-safe. */
public final class Access {
    private static final String BEARER = "bearer ";

    private final Mode mode;
    private final Secrets secrets;
    private final KeyRing ring;
    private final WrongKeys wrong;
    private final Map<String, Caller> configured;

    public Access(AccessConfig config, Secrets secrets, KeyRing ring, WrongKeys wrong) {
        this.mode = config.mode();
        this.secrets = secrets;
        this.ring = ring;
        this.wrong = wrong;
        // By digest, as the others, so that finding one tells nothing of what it is near to.
        this.configured =
                config.keys().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        key ->
                                                secrets.digest(
                                                        key.key().getBytes(StandardCharsets.UTF_8)),
                                        key -> Grants.CHAT.to(key.name()),
                                        (first, _) -> first));
    }

    /**
     * Whose key the request came with.
     *
     * @param authorization the header's value, empty without one: a key, with or without {@code
     *     Bearer} before it
     * @param others the values of the other headers that hold keys, each empty without one
     */
    public Caller identify(String authorization, String... others) {
        // A proxy may have put its own credentials into one of them.
        List<String> keys =
                Stream.concat(Stream.of(key(authorization)), Stream.of(others).map(String::strip))
                        .filter(key -> !key.isEmpty())
                        .toList();
        List<Standing> standings = standings(keys);
        for (Standing standing : standings) {
            if (standing instanceof Standing.Valid(Caller caller)) {
                return mode == Mode.OPEN ? opened(caller) : caller;
            }
        }
        for (Standing standing : standings) {
            refuse(standing);
        }
        if (mode == Mode.KEYS) {
            throw standings.isEmpty() ? Refusals.missing() : Refusals.invalid();
        }
        return Caller.OPEN;
    }

    /** What an address is answered whose key was refused: to wait, after too many wrong ones. */
    public ChatFailedException counted(ChatFailedException refused, String address) {
        if (refused.failure().code() != FailureCode.KEY_INVALID) {
            return refused;
        }
        int seconds = wrong.waitAfter(address);
        return seconds == 0 ? refused : Refusals.tooManyWrong(seconds);
    }

    /** Refuses a caller who may not do what the route needs. */
    public void require(Caller caller, Permission permission) {
        if (!caller.may(permission)) {
            throw Refusals.denied(caller, permission);
        }
    }

    /** Some clients write the word before what already has it. */
    private static String key(String authorization) {
        String value = authorization.strip() + " ";
        while (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            value = value.substring(BEARER.length()).strip() + " ";
        }
        return value.strip();
    }

    /** With one more look for a key that may have been made a moment ago. */
    private List<Standing> standings(List<String> keys) {
        List<Standing> known = keys.stream().map(this::standing).toList();
        if (known.stream().anyMatch(Standing.Valid.class::isInstance) || !mayBeNew(keys, known)) {
            return known;
        }
        ring.look();
        return keys.stream().map(this::standing).toList();
    }

    /** Keys of another form are not made by gateways, so looking for them is of no use. */
    private static boolean mayBeNew(List<String> keys, List<Standing> known) {
        return IntStream.range(0, keys.size())
                .anyMatch(i ->
                        known.get(i) instanceof Standing.Unknown && NewKey.hasForm(keys.get(i)));
    }

    private Standing standing(String key) {
        // Servers hand header bytes on as Latin-1; those of a key may be any.
        String digest = secrets.digest(key.getBytes(StandardCharsets.ISO_8859_1));
        var caller = configured.get(digest);
        if (caller != null) {
            return new Standing.Valid(caller);
        }
        Standing stored = ring.standing(digest);
        // What no gateway makes is nobody's, also while it is not known whose keys there are.
        return stored instanceof Standing.Unsure && !NewKey.hasForm(key)
                ? new Standing.Unknown()
                : stored;
    }

    private static void refuse(Standing standing) {
        switch (standing) {
            case Standing.Revoked(String name) -> throw Refusals.revoked(name);
            case Standing.Unsure _ -> throw Refusals.unsure();
            case Standing.Valid _, Standing.Unknown _ -> {}
        }
    }

    /** With a key nobody may do less than without one. */
    private static Caller opened(Caller caller) {
        var permissions = EnumSet.copyOf(Caller.OPEN.permissions());
        permissions.addAll(caller.permissions());
        return new Caller(caller.name(), permissions, caller.speaksForUsers(), caller.traits());
    }
}
