package dev.sluice.vendors;

import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.registry.UpstreamConfig;
import java.util.List;
import java.util.function.Supplier;

/** One kind of upstream. */
public interface Vendor {

    /** The {@code type} of its upstreams in the configuration. */
    String type();

    /**
     * What such an upstream speaks.
     *
     * @param secrets what no client may see of all upstreams, as the configuration has it now
     */
    UpstreamDialect dialect(UpstreamConfig config, Supplier<List<String>> secrets);
}
