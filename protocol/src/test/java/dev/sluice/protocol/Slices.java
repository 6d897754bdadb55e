package dev.sluice.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Ways to cut bytes into slices, as lists of the places where a slice ends. */
public final class Slices {
    private static final long SEED = 20261121;
    private static final int RANDOM_WAYS = 100;

    private Slices() {}

    /** Takes one slice. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] bytes, int from, int to);
    }

    /** Every cut in two, byte by byte, and some at random. */
    public static List<List<Integer>> ways(int length) {
        List<List<Integer>> ways = some(length);
        everywhere(length).forEach(at -> ways.add(List.of(at)));
        return ways;
    }

    /** Byte by byte, and some at random. */
    public static List<List<Integer>> some(int length) {
        List<List<Integer>> ways = new ArrayList<>();
        ways.add(everywhere(length));
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_WAYS; i++) {
            ways.add(random.ints(8, 0, length + 1).sorted().boxed().toList());
        }
        return ways;
    }

    /** Byte by byte. */
    public static List<Integer> everywhere(int length) {
        return IntStream.range(1, length).boxed().toList();
    }

    /** Each slice is an array of its own that is overwritten after it was read. */
    public static void feed(byte[] bytes, List<Integer> ends, Reader reader) {
        int from = 0;
        for (int i = 0; i <= ends.size(); i++) {
            int to = i == ends.size() ? bytes.length : ends.get(i);
            // Something before and after, so that only the slice itself may be read.
            byte[] slice = new byte[to - from + 2];
            System.arraycopy(bytes, from, slice, 1, to - from);
            reader.read(slice, 1, slice.length - 1);
            Arrays.fill(slice, (byte) 'X');
            from = to;
        }
    }
}
