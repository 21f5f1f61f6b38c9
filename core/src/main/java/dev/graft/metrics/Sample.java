package dev.graft.metrics;

import java.util.EnumMap;
import java.util.Map;

/**
 * Images, each counted so many times: all of them once, or one resample.
 *
 * @param counts how often each image counts, by position
 * @param counted the same by classes
 */
record Sample(ScoredImages images, int[] counts, ClassCounts counted) {
    /**
     * Every metric of a sample, without the sample: thousands are kept.
     *
     * @param ofClass images of each class
     * @param values one of each class, or one
     */
    record Values(long[] ofClass, Map<Metric, double[]> values) {
        double of(Metric metric, int classIndex) {
            return values.getOrDefault(metric, new double[0])[metric.ofClasses() ? classIndex : 0];
        }

        /**
         * The mean over the classes that have images. A share of nothing counts 0 here, as in scikit-learn: the precision of
         * a class that was never called.
         */
        double mean(Metric metric, boolean weighted) {
            double sum = 0;
            double weights = 0;
            for (int c = 0; c < ofClass.length; c++) {
                if (ofClass[c] > 0) {
                    double value = of(metric, c);
                    double weight = weighted ? ofClass[c] : 1;
                    sum += weight * (metric.formula() instanceof Formula.Share && Double.isNaN(value) ? 0 : value);
                    weights += weight;
                }
            }
            return sum / weights;
        }
    }

    Values values() {
        Map<Metric, double[]> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            double[] each = new double[metric.ofClasses() ? images.classCount() : 1];
            for (int c = 0; c < each.length; c++) {
                each[c] = metric.formula().of(this, c);
            }
            values.put(metric, each);
        }
        return new Values(counted.actual(), values);
    }

    /** How many images a property holds for; an image's does not change with the sample. */
    long sum(boolean[] holds) {
        long sum = 0;
        for (int i = 0; i < holds.length; i++) {
            sum += holds[i] ? counts[i] : 0;
        }
        return sum;
    }

    /** Mean of a number of each image; NaN without numbers. */
    double mean(double[] values) {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
            total += counts[i];
        }
        return sum / total;
    }
}
