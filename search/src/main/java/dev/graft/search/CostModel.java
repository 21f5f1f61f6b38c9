package dev.graft.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seconds of a trial from its multiplications: a fixed time and a rate, fitted on finished trials by least squares, then a
 * factor for each backbone, since some layers use a processor better than others.
 */
final class CostModel {
    private record Sample(String backbone, double work, double seconds) {}

    private final List<Sample> samples = new ArrayList<>();

    /**
     * A finished trial.
     *
     * @param work multiplications; of what it shared with others, an equal part
     * @param seconds likewise
     */
    synchronized void add(String backbone, double work, double seconds) {
        samples.add(new Sample(backbone, work, seconds));
    }

    /** What is known by now; empty before the first trial. */
    synchronized Optional<Fit> fit() {
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        double meanWork = samples.stream().mapToDouble(Sample::work).average().orElseThrow();
        double meanSeconds =
                samples.stream().mapToDouble(Sample::seconds).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample s : samples) {
            covariance += (s.work() - meanWork) * (s.seconds() - meanSeconds);
            variance += (s.work() - meanWork) * (s.work() - meanWork);
        }
        double proportional = meanWork > 0 ? meanSeconds / meanWork : 0;
        // One trial, or trials of one size, say nothing about what is fixed.
        double rate = variance > 0 ? Math.max(0, covariance / variance) : proportional;
        double fixed = meanSeconds - rate * meanWork;
        if (fixed < 0) {
            fixed = 0;
            rate = proportional;
        }
        return Optional.of(new Fit(fixed, rate, factors(fixed, rate)));
    }

    private Map<String, Double> factors(double fixed, double rate) {
        Map<String, double[]> sums = new HashMap<>();
        for (Sample s : samples) {
            double[] sum = sums.computeIfAbsent(s.backbone(), key -> new double[2]);
            sum[0] += s.seconds();
            sum[1] += fixed + rate * s.work();
        }
        Map<String, Double> factors = new HashMap<>();
        sums.forEach((backbone, sum) -> factors.put(backbone, sum[1] > 0 ? sum[0] / sum[1] : 1));
        return factors;
    }

    /**
     * A fitted model.
     *
     * @param fixed seconds of any trial
     * @param rate seconds per multiplication
     * @param factors by backbone
     */
    record Fit(double fixed, double rate, Map<String, Double> factors) {
        double seconds(String backbone, double work) {
            return (fixed + rate * work) * factors.getOrDefault(backbone, 1.0);
        }
    }
}
