package dev.graft.search;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Seconds of a trial from its multiplications: a fixed time and a rate, fitted on finished trials by least squares, then a
 * factor for each backbone, since some layers use a processor better than others.
 */
final class CostModel {
    /** Sums of one backbone's trials. */
    private static final class Sums {
        private int trials;
        private double work;
        private double seconds;
    }

    private final Map<String, Sums> backbones = new HashMap<>();
    // Running means and sums of products of deviations (Welford 1962): however many trials there were, one more costs
    // the same.
    private long trials;
    private double meanWork;
    private double meanSeconds;
    private double variance;
    private double covariance;

    /**
     * A finished trial.
     *
     * @param work multiplications; of what it shared with others, an equal part
     * @param seconds likewise
     */
    synchronized void add(String backbone, double work, double seconds) {
        Sums sums = backbones.computeIfAbsent(backbone, key -> new Sums());
        sums.trials++;
        sums.work += work;
        sums.seconds += seconds;
        trials++;
        double deviation = work - meanWork;
        meanWork += deviation / trials;
        meanSeconds += (seconds - meanSeconds) / trials;
        variance += deviation * (work - meanWork);
        covariance += deviation * (seconds - meanSeconds);
    }

    /** What is known by now; empty before the first trial. */
    synchronized Optional<Fit> fit() {
        if (trials == 0) {
            return Optional.empty();
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
        Map<String, Double> factors = new HashMap<>();
        backbones.forEach((backbone, sums) -> {
            double expected = sums.trials * fixed + rate * sums.work;
            factors.put(backbone, expected > 0 ? sums.seconds / expected : 1);
        });
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
        /** @param work of all trials together */
        double seconds(String backbone, int trials, double work) {
            return (trials * fixed + rate * work) * factors.getOrDefault(backbone, 1.0);
        }
    }
}
