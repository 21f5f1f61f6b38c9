package dev.graft.recommend;

import dev.graft.error.GraftException;
import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.LogisticRegression;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well a logistic regression tells classes apart by features, on images that it has not seen: nested cross-validation.
 *
 * <p>For each fold, the penalty is chosen by folds among the others: models are fitted on all folds but two, and of each penalty
 * the log loss on the inner one of both is added up. So neither fit, nor penalty, nor standardisation know anything of the
 * fold that is predicted. A model without two folds serves both, so {@code K} folds take {@code K (K - 1) / 2} paths of
 * penalties and {@code K} fits.
 *
 * @param labels of the images
 * @param classes how many there are, at least 2
 * @param folds number of folds, at least 3
 */
record LogisticProbe(int[] labels, int classes, int folds) {
    /** Of the mean log loss: far below what folds differ in. */
    private static final double TOLERANCE = 1e-6;

    /** @throws GraftException for fewer than three folds */
    LogisticProbe {
        if (folds < 3) {
            throw new GraftException(
                    "Found " + folds
                            + " folds, expected at least 3: one to predict, one to choose the penalty by, and one to learn from.");
        }
    }

    /**
     * Probabilities of the classes for each image, by the model that had not seen it.
     *
     * @param foldOf the fold of each image
     */
    double[][] outOfFold(FeatureTable features, int[] foldOf) {
        double[] penalties = LogisticRegression.penalties(features.columns());
        double[][] losses = new double[folds][penalties.length];
        for (int first = 0; first < folds; first++) {
            for (int second = first + 1; second < folds; second++) {
                path(features, foldOf, first, second, penalties, losses);
            }
        }
        double[][] probabilities = new double[labels.length][];
        for (int fold = 0; fold < folds; fold++) {
            predict(features, foldOf, fold, penalties[smallest(losses[fold])], probabilities);
        }
        return probabilities;
    }

    /** Adds the losses of models without two folds to those that each one's penalty is chosen by. */
    private void path(
            FeatureTable features, int[] foldOf, int first, int second, double[] penalties, double[][] losses) {
        int[] train = where(foldOf, fold -> fold != first && fold != second);
        int[] test = where(foldOf, fold -> fold == first || fold == second);
        try (Task task = new Task(features, train, test)) {
            LogisticRegression.Model model = task.regression.zero();
            for (int p = 0; p < penalties.length; p++) {
                model = task.regression.fit(penalties[p], TOLERANCE, model);
                double[][] predicted = model.probabilities(task.test);
                for (int i = 0; i < test.length; i++) {
                    // The inner fold of the one is the other.
                    int outer = foldOf[test[i]] == first ? second : first;
                    losses[outer][p] += LogisticRegression.logLoss(predicted[i][labels[test[i]]]);
                }
            }
        }
    }

    private void predict(FeatureTable features, int[] foldOf, int fold, double penalty, double[][] probabilities) {
        int[] train = where(foldOf, other -> other != fold);
        int[] test = where(foldOf, other -> other == fold);
        try (Task task = new Task(features, train, test)) {
            double[][] predicted = task.regression
                    .fit(penalty, TOLERANCE, task.regression.zero())
                    .probabilities(task.test);
            for (int i = 0; i < test.length; i++) {
                probabilities[test[i]] = predicted[i];
            }
        }
    }

    private static int smallest(double[] values) {
        int smallest = 0;
        for (int i = 1; i < values.length; i++) {
            smallest = values[i] < values[smallest] ? i : smallest;
        }
        return smallest;
    }

    private static int[] where(int[] foldOf, IntPredicate wanted) {
        return IntStream.range(0, foldOf.length)
                .filter(i -> wanted.test(foldOf[i]))
                .toArray();
    }

    /** Standardised images to learn from and to predict, in no more dimensions than there are of the former. */
    private final class Task implements AutoCloseable {
        private final DenseMatrix train;
        private final DenseMatrix test;
        private final LogisticRegression regression;

        Task(FeatureTable features, int[] trainRows, int[] testRows) {
            if (Thread.currentThread().isInterrupted()) {
                throw new GraftException("The probe was interrupted. Call again: features that are kept are found.");
            }
            FeatureTable.Standard standard = features.standard(trainRows);
            DenseMatrix wideTrain = features.standardised(trainRows, standard);
            DenseMatrix wideTest = features.standardised(testRows, standard);
            // With about as many images as features it would cost more than it spares.
            if (2 * wideTrain.rows() < wideTrain.columns()) {
                try (wideTrain;
                        wideTest) {
                    DenseMatrix.Coordinates coordinates = wideTrain.inSpan(wideTest);
                    train = coordinates.own();
                    test = coordinates.others();
                }
            } else {
                train = wideTrain;
                test = wideTest;
            }
            regression = new LogisticRegression(train, FeatureTable.at(labels, trainRows), classes);
        }

        @Override
        public void close() {
            regression.close();
            train.close();
            test.close();
        }
    }
}
