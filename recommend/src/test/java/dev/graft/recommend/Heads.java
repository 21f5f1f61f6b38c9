package dev.graft.recommend;

import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.LogisticRegression;
import java.util.List;

/**
 * Configurations to choose from: a logistic regression for each table of features and each penalty, table by table.
 *
 * @param tables features of the same images
 * @param penalties in relation to the number of features, the strongest first
 */
record Heads(List<FeatureTable> tables, double[] penalties) {
    private static final double TOLERANCE = 1e-6;

    int count() {
        return tables.size() * penalties.length;
    }

    /**
     * Trains all.
     *
     * @param labels 0 or 1 for each row of the tables
     * @param train rows to learn from; nothing else is known of the others
     * @param asked rows to predict
     * @return {@code [configuration][asked]} probabilities of class 1
     */
    double[][] probabilities(int[] labels, int[] train, int[] asked) {
        double[][] found = new double[count()][];
        for (int table = 0; table < tables.size(); table++) {
            path(table, penalties.length, labels, train, asked, found);
        }
        return found;
    }

    /** Trains one, as {@link #probabilities} does. */
    double[] probabilities(int configuration, int[] labels, int[] train, int[] asked) {
        double[][] found = new double[count()][];
        path(configuration / penalties.length, configuration % penalties.length + 1, labels, train, asked, found);
        return found[configuration];
    }

    private void path(int table, int steps, int[] labels, int[] train, int[] asked, double[][] found) {
        FeatureTable features = tables.get(table);
        FeatureTable.Standard standard = features.standard(train);
        try (DenseMatrix design = features.standardised(train, standard);
                DenseMatrix others = features.standardised(asked, standard);
                LogisticRegression regression = new LogisticRegression(design, FeatureTable.at(labels, train), 2)) {
            LogisticRegression.Model model = regression.zero();
            for (int p = 0; p < steps; p++) {
                model = regression.fit(penalties[p] * features.columns(), TOLERANCE, model);
                double[][] both = model.probabilities(others);
                double[] second = new double[asked.length];
                for (int i = 0; i < second.length; i++) {
                    second[i] = both[i][1];
                }
                found[table * penalties.length + p] = second;
            }
        }
    }
}
