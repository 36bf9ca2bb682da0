package dev.tailrace.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Pure: what many numbers come to. */
final class Figures {
    /** The first repetitions run before the code is compiled. */
    static final int JUDGED_FROM = 3;

    private Figures() {}

    /** The median of the third repetition and those after it; of all where there are fewer. */
    static double judged(List<Double> repetitions) {
        int from = repetitions.size() >= JUDGED_FROM ? JUDGED_FROM - 1 : 0;
        double[] sorted = repetitions.subList(from, repetitions.size()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no repetition");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest value that is not below the given share of all; 0 where there are none. */
    static long percentile(long[] values, double share) {
        if (values.length == 0) {
            return 0;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }

    static double millis(long micros) {
        return rounded(micros / 1000.0, 3);
    }
}
