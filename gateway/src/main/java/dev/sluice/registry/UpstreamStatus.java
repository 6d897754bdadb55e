package dev.sluice.registry;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Facts;
import java.util.Objects;

/** How it stood with an upstream at one moment, for people. */
public record UpstreamStatus(String name, FactsState state) {
    public UpstreamStatus {
        Objects.requireNonNull(name);
        Objects.requireNonNull(state);
    }

    static UpstreamStatus of(Upstream upstream) {
        return new UpstreamStatus(upstream.name(), upstream.state());
    }

    public boolean isAsked() {
        return !(state instanceof FactsState.Pending);
    }

    /** Such as {@code ok (chat, "客服助手")}, or what is wrong and what to do. */
    public String text() {
        return switch (state) {
            case FactsState.Pending() -> "still asking";
            case FactsState.Current(Facts facts) -> "ok (" + described(facts) + ")";
            case FactsState.Unknown(ChatFailure why) -> problem(why);
            case FactsState.Outdated(_, ChatFailure why) -> problem(why);
        };
    }

    private static String described(Facts facts) {
        return facts.name().isEmpty() ? facts.kind() : facts.kind() + ", \"" + facts.name() + "\"";
    }

    private static String problem(ChatFailure why) {
        return why.cause() + " " + why.fix() + " [" + why.code().id() + "]";
    }
}
