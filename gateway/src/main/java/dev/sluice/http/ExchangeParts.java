package dev.sluice.http;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every exchange is given.
 *
 * @param requestIds a new id for each request
 * @param workers read its body where it is large
 * @param ends takes the ends of exchanges that nothing observes
 */
public record ExchangeParts(
        Supplier<String> requestIds,
        ByteBudget budget,
        BodyWorkers workers,
        Timing timing,
        InstantSource clock,
        TrustedProxies trustedProxies,
        Consumer<ExchangeEnd> ends) {}
