package dev.sluice.protocol;

import java.util.Objects;

/**
 * A URL of a request that an upstream would fetch.
 *
 * @param member the path of the member that it is in
 * @param alternative what a client can do whose file is not public, to follow an "or"
 */
public record FetchedUrl(String member, String url, String alternative) {
    public FetchedUrl {
        Objects.requireNonNull(member);
        Objects.requireNonNull(url);
        Objects.requireNonNull(alternative);
    }
}
