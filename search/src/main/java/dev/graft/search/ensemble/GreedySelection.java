package dev.graft.search.ensemble;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.search.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Ensemble selection: again and again the model is added, a second time too, with which the mean of all probabilities is best
 * on images that none learnt from. Of all ensembles on the way the best one is kept, of equal ones the one with the lower log
 * loss, then the smaller one.
 *
 * @param measure what is best
 * @param classes number of classes
 * @param positive index of the positive class
 * @param rounds how many models are added, at least 1
 * @see <a href="https://doi.org/10.1145/1015330.1015432">Caruana, Niculescu-Mizil, Crew, Ksikes: Ensemble Selection from
 *     Libraries of Models. ICML 2004</a>
 */
record GreedySelection(Measure measure, int classes, int positive, int rounds) {
    /** How good an ensemble is. */
    private record Worth(double value, double logLoss) {
        boolean above(Worth other) {
            int higher = Double.compare(comparable(value), comparable(other.value));
            return higher > 0 || (higher == 0 && logLoss < other.logLoss);
        }

        private static double comparable(double value) {
            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }
    }

    /**
     * Selects.
     *
     * @param candidates predictions of the same images in the same order, of each model; the first of equals is taken
     * @return how often each was added
     */
    int[] of(List<List<Prediction>> candidates) {
        return of(candidates, IntStream.range(0, candidates.size()).boxed().toList());
    }

    /**
     * Selects several times from a random half of the models each, against choosing too well.
     *
     * @param bags how often
     * @return how often each was added, over all bags in proportion to the bag's size: shares of one bag sum to 1
     */
    double[] bagged(List<List<Prediction>> candidates, int bags, long seed) {
        double[] shares = new double[candidates.size()];
        Random random = new Random(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, candidates.size()).boxed().toList());
        for (int bag = 0; bag < bags; bag++) {
            Collections.shuffle(order, random);
            List<Integer> half =
                    order.subList(0, (order.size() + 1) / 2).stream().sorted().toList();
            int[] counts = of(candidates, half);
            int total = IntStream.of(counts).sum();
            for (int i = 0; i < shares.length; i++) {
                shares[i] += (double) counts[i] / total / bags;
            }
        }
        return shares;
    }

    private int[] of(List<List<Prediction>> candidates, List<Integer> allowed) {
        int[] counts = new int[candidates.size()];
        int[] best = counts;
        Worth bestWorth = new Worth(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        for (int round = 0; round < rounds; round++) {
            int added = allowed.get(0);
            Worth worth = new Worth(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            for (int candidate : allowed) {
                counts[candidate]++;
                Worth with = worth(mean(candidates, weights(counts)));
                counts[candidate]--;
                if (with.above(worth)) {
                    added = candidate;
                    worth = with;
                }
            }
            counts[added]++;
            if (worth.above(bestWorth)) {
                bestWorth = worth;
                best = counts.clone();
            }
        }
        return best;
    }

    static double[] weights(int[] counts) {
        double total = IntStream.of(counts).sum();
        return IntStream.of(counts).mapToDouble(count -> count / total).toArray();
    }

    private Worth worth(List<Prediction> predictions) {
        Evaluation evaluation = Evaluation.of(predictions, classes, positive);
        return new Worth(measure.of(evaluation.figures()), evaluation.value(Metric.LOG_LOSS));
    }

    /**
     * The weighted mean of predictions of the same images in the same order.
     *
     * @param weights of each model, sum 1
     */
    static List<Prediction> mean(List<List<Prediction>> models, double[] weights) {
        List<Prediction> first = models.get(0);
        List<Prediction> means = new ArrayList<>();
        for (int image = 0; image < first.size(); image++) {
            double[] sums = new double[first.get(image).probabilities().size()];
            for (int model = 0; model < weights.length; model++) {
                if (weights[model] > 0) {
                    List<Double> row = models.get(model).get(image).probabilities();
                    for (int c = 0; c < sums.length; c++) {
                        sums[c] += weights[model] * row.get(c);
                    }
                }
            }
            means.add(new Prediction(
                    first.get(image).image(),
                    first.get(image).actual(),
                    DoubleStream.of(sums).boxed().toList()));
        }
        return means;
    }
}
