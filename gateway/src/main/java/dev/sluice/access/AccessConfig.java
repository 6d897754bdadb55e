package dev.sluice.access;

import java.util.List;
import java.util.Objects;

/**
 * Who may call.
 *
 * @param beyondLoopback open mode on an address that other machines reach
 * @param keys those of the configuration, beside the ones made at run time
 * @param origins of web pages that may call, such as {@code https://chat.example.org}; {@code *}
 *     for all
 * @param hosts names by which browsers may reach the gate in open mode, beside its own addresses
 * @param identity where requests name users and chats
 */
public record AccessConfig(
        Mode mode,
        boolean beyondLoopback,
        List<ConfiguredKey> keys,
        List<String> origins,
        List<String> hosts,
        IdentityConfig identity) {
    /** What a caller without a valid key may do. */
    public enum Mode {
        /** Nothing. */
        KEYS,
        /** Use the models and read the status. */
        OPEN
    }

    public AccessConfig {
        Objects.requireNonNull(mode);
        keys = List.copyOf(keys);
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
        Objects.requireNonNull(identity);
    }

    /** With users and chats named where they are by default. */
    public AccessConfig(
            Mode mode,
            boolean beyondLoopback,
            List<ConfiguredKey> keys,
            List<String> origins,
            List<String> hosts) {
        this(mode, beyondLoopback, keys, origins, hosts, IdentityConfig.DEFAULT);
    }

    public static AccessConfig of(Mode mode) {
        return new AccessConfig(mode, false, List.of(), List.of(), List.of());
    }
}
