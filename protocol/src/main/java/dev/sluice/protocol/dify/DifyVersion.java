package dev.sluice.protocol.dify;

import dev.sluice.protocol.ResponseHead;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version of Dify, as far as its behaviour depends on it. */
record DifyVersion(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\D.{0,40})?");

    /** What the answer itself says, which is newer than the facts; empty when neither is known. */
    static Optional<DifyVersion> of(ResponseHead head, DifyFacts facts) {
        return of(head.header("x-version")).or(() -> of(facts.version()));
    }

    static Optional<DifyVersion> of(String text) {
        var numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? Optional.of(
                        new DifyVersion(
                                Integer.parseInt(numbers.group(1)),
                                Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    boolean isAtLeast(DifyVersion other) {
        return major > other.major || (major == other.major && minor >= other.minor);
    }
}
