package dev.sluice.vendors;

import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.registry.UpstreamConfig;
import java.util.List;
import java.util.function.Supplier;

/** The vendors that a gateway knows. */
public record Vendors(List<Vendor> list) {
    /** One line a vendor. */
    public static final Vendors ALL = new Vendors(List.of(new DifyVendor()));

    public Vendors {
        list = List.copyOf(list);
    }

    /**
     * What the upstream speaks.
     *
     * @param secrets what no client may see of all upstreams, as the configuration has it now
     * @throws IllegalArgumentException when no vendor has that type; the configuration refuses it
     */
    public UpstreamDialect dialect(UpstreamConfig config, Supplier<List<String>> secrets) {
        return list.stream()
                .filter(vendor -> vendor.type().equals(config.type()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no vendor " + config.type()))
                .dialect(config, secrets);
    }
}
