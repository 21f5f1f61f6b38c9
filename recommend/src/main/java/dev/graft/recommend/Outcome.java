package dev.graft.recommend;

import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.LogisticRegression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the features of one candidate say of the images.
 *
 * @param ofTruth for each round, the out-of-fold probability of each image's own class
 * @param called for each round, the most probable class of each image; the first of equal ones
 * @param neighbours class of each image by its nearest neighbours
 * @param hScore of all images
 * @param logMe of all images
 */
record Outcome(double[][] ofTruth, int[][] called, int[] neighbours, double hScore, double logMe) {
    private static final int NEIGHBOURS = 5;

    static Outcome of(FeatureTable features, int[] labels, int classes, Folds folds) {
        LogisticProbe probe = new LogisticProbe(labels, classes, folds.count());
        int rounds = folds.ofImages().size();
        double[][] ofTruth = new double[rounds][labels.length];
        int[][] called = new int[rounds][labels.length];
        for (int round = 0; round < rounds; round++) {
            double[][] probabilities =
                    probe.outOfFold(features, folds.ofImages().get(round));
            for (int i = 0; i < labels.length; i++) {
                ofTruth[round][i] = probabilities[i][labels[i]];
                called[round][i] = most(probabilities[i]);
            }
        }
        try (DenseMatrix standardised = features.standardised()) {
            Spectrum spectrum = Spectrum.of(standardised, labels, classes);
            return new Outcome(
                    ofTruth,
                    called,
                    new NearestNeighbours(NEIGHBOURS).classify(standardised, labels, classes, folds.units()),
                    HScore.of(spectrum).value(),
                    LogMe.of(spectrum));
        }
    }

    private static int most(double[] probabilities) {
        int most = 0;
        for (int c = 1; c < probabilities.length; c++) {
            most = probabilities[c] > probabilities[most] ? c : most;
        }
        return most;
    }

    /** For each image the share of rounds in which it was called what it is. */
    double[] correct(int[] labels) {
        return IntStream.range(0, labels.length)
                .mapToDouble(i -> IntStream.range(0, called.length)
                        .mapToDouble(round -> called[round][i] == labels[i] ? 1 : 0)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** For each image its log loss in the mean over the rounds. */
    double[] logLosses(int[] labels) {
        return IntStream.range(0, labels.length)
                .mapToDouble(i -> IntStream.range(0, ofTruth.length)
                        .mapToDouble(round -> LogisticRegression.logLoss(ofTruth[round][i]))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /**
     * Images of two classes in the order of their probability of the second, fold by fold: probabilities of one model are
     * compared, not those of several.
     */
    RankedFolds ranked(int[] labels, Folds folds) {
        List<RankedFolds.Fold> ranked = new ArrayList<>();
        for (int r = 0; r < ofTruth.length; r++) {
            double[] second = new double[labels.length];
            for (int i = 0; i < second.length; i++) {
                second[i] = labels[i] == 1 ? ofTruth[r][i] : 1 - ofTruth[r][i];
            }
            int[] foldOf = folds.ofImages().get(r);
            for (int fold = 0; fold < folds.count(); fold++) {
                int number = fold;
                int[] order = IntStream.range(0, labels.length)
                        .filter(i -> foldOf[i] == number)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> second[i]))
                        .mapToInt(i -> i)
                        .toArray();
                ranked.add(new RankedFolds.Fold(order, second));
            }
        }
        return new RankedFolds(ranked, labels, folds.units());
    }
}
