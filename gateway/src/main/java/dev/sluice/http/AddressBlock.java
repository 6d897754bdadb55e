package dev.sluice.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Neighbouring addresses: those that begin with the same bits.
 *
 * @param prefix how many bits
 */
record AddressBlock(InetAddress first, int prefix) {
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

    AddressBlock {
        int rest = bits(first) - prefix;
        // What stands behind the prefix would be ignored, and so was meant otherwise.
        if (rest < 0 || !number(first).shiftRight(rest).shiftLeft(rest).equals(number(first))) {
            throw new IllegalArgumentException(first + " does not begin a block of /" + prefix);
        }
    }

    /**
     * Of an address alone, or of a network such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static AddressBlock of(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("neither an address nor a network");
        }
        var first = InetAddress.ofLiteral(written.group(1));
        String prefix = written.group(2);
        return new AddressBlock(first, prefix == null ? bits(first) : Integer.parseInt(prefix));
    }

    boolean holds(InetAddress address) {
        int rest = bits(first) - prefix;
        return bits(address) == bits(first)
                && number(address).shiftRight(rest).equals(number(first).shiftRight(rest));
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
