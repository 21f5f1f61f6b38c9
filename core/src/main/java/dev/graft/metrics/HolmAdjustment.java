package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Probabilities of several tests, corrected for their number (Holm, A simple sequentially rejective multiple test
 * procedure, 1979): the k-th smallest of n is multiplied by n - k + 1 and never less than the one before.
 */
public final class HolmAdjustment {
    private HolmAdjustment() {}

    /**
     * @param pValues one per comparison, empty where none was made
     * @return in the same order
     */
    public static List<Optional<Double>> of(List<Optional<Double>> pValues) {
        List<Integer> rising = IntStream.range(0, pValues.size())
                .filter(i -> pValues.get(i).isPresent())
                .boxed()
                .sorted(Comparator.comparing(i -> pValues.get(i).get()))
                .toList();
        List<Optional<Double>> adjusted = new ArrayList<>(pValues);
        double highest = 0;
        for (int k = 0; k < rising.size(); k++) {
            double factor = rising.size() - k;
            highest = Math.max(highest, Math.min(1, pValues.get(rising.get(k)).get() * factor));
            adjusted.set(rising.get(k), Optional.of(highest));
        }
        return adjusted;
    }
}
