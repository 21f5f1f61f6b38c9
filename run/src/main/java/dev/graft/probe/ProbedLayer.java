package dev.graft.probe;

import java.util.Arrays;

/**
 * A dense layer that is a logistic regression on features: fitted on standardised features, for features as they are. The
 * penalty is the one of a path of penalties with the lowest log loss on images that were not learnt from.
 *
 * @param weights {@code [outputs][features]}; of two classes there is one output, the logit of the second
 * @param intercepts of the outputs
 * @param penalty of the standardised weights, see {@link LogisticRegression#fit}
 * @param validationLoss mean log loss on the images that chose the penalty
 */
public record ProbedLayer(double[][] weights, double[] intercepts, double penalty, double validationLoss) {
    /** Of the mean log loss, to compare penalties. */
    private static final double COARSE = 1e-6;

    /** Of the mean log loss where it counts: far below what 32 bits tell apart. */
    private static final double FINE = 1e-14;

    /**
     * Fits.
     *
     * @param labels of all rows
     * @param train rows to learn from
     * @param validation rows to choose the penalty by, at least one
     */
    public static ProbedLayer fit(FeatureTable features, int[] labels, int classes, int[] train, int[] validation) {
        FeatureTable.Standard standard = features.standard(train);
        int[] judged = FeatureTable.at(labels, validation);
        try (DenseMatrix design = features.standardised(train, standard);
                DenseMatrix others = features.standardised(validation, standard);
                LogisticRegression regression =
                        new LogisticRegression(design, FeatureTable.at(labels, train), classes)) {
            LogisticRegression.Model model = regression.zero();
            LogisticRegression.Model best = model;
            double penalty = 0;
            double lowest = Double.POSITIVE_INFINITY;
            for (double each : LogisticRegression.penalties(features.columns())) {
                model = regression.fit(each, COARSE, model);
                double loss = loss(model.probabilities(others), judged);
                if (loss < lowest) {
                    best = model;
                    penalty = each;
                    lowest = loss;
                }
            }
            LogisticRegression.Model exact = regression.fit(penalty, FINE, best);
            return unstandardised(exact, standard, penalty, loss(exact.probabilities(others), judged));
        }
    }

    private static double loss(double[][] probabilities, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += LogisticRegression.logLoss(probabilities[i][labels[i]]);
        }
        return sum / labels.length;
    }

    private static ProbedLayer unstandardised(
            LogisticRegression.Model model, FeatureTable.Standard standard, double penalty, double loss) {
        double[][] weights = new double[model.outputs()][model.features()];
        double[] intercepts = new double[model.outputs()];
        for (int c = 0; c < intercepts.length; c++) {
            intercepts[c] = model.intercept(c);
            for (int j = 0; j < model.features(); j++) {
                weights[c][j] = model.weight(c, j) / standard.deviation()[j];
                intercepts[c] -= weights[c][j] * standard.mean()[j];
            }
        }
        return new ProbedLayer(weights, intercepts, penalty, loss);
    }

    /**
     * The same for a layer with a unit for each class: of two classes each has half of the logit, with opposite signs.
     *
     * @param units as many as there are outputs, or two where there is one output
     */
    public ProbedLayer withUnits(int units) {
        if (units == intercepts.length) {
            return this;
        }
        double half = intercepts[0] / 2;
        return new ProbedLayer(
                new double[][] {
                    Arrays.stream(weights[0]).map(weight -> -weight / 2).toArray(),
                    Arrays.stream(weights[0]).map(weight -> weight / 2).toArray()
                },
                new double[] {-half, half},
                penalty,
                validationLoss);
    }
}
