package dev.sluice.http;

import java.net.URI;
import java.util.Objects;

/** Whether calls to an upstream go through a proxy, and through which. */
public sealed interface ProxyChoice {
    record Direct() implements ProxyChoice {}

    /** What {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say. */
    record Environment() implements ProxyChoice {}

    record Through(URI proxy) implements ProxyChoice {
        public Through {
            Objects.requireNonNull(proxy);
        }
    }
}
