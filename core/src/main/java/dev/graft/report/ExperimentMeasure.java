package dev.graft.report;

import dev.graft.result.Numbers;
import java.util.Locale;

/** What the configurations of an experiment are ranked by, on the validation part. More is better. */
public enum ExperimentMeasure {
    /** Share classified correctly. */
    ACCURACY("accuracy", "accuracy"),
    /** Mean recall over classes. */
    BALANCED_ACCURACY("balanced accuracy", "balancedAccuracy"),
    /** Area under the ROC curve. */
    ROC_AUC("ROC-AUC", "rocAuc"),
    /** The log loss, negated. */
    LOG_LIKELIHOOD("log likelihood", "logLoss");

    private final String label;
    private final String column;

    ExperimentMeasure(String label, String column) {
        this.label = label;
        this.column = column;
    }

    /** Name inside a sentence. */
    String label() {
        return label;
    }

    /** The column of the page's data that it is made of. */
    String column() {
        return column;
    }

    String format(double value) {
        return switch (this) {
            case ACCURACY, BALANCED_ACCURACY -> Numbers.percent(value);
            case ROC_AUC -> Numbers.ratio(value);
            case LOG_LIKELIHOOD -> Numbers.threeDigits(value);
        };
    }

    /** A spread or a difference, in the measure's unit: percentage points for shares. */
    String formatDifference(double value) {
        if (!Double.isFinite(value)) {
            return Numbers.UNDEFINED;
        }
        return switch (this) {
            case ACCURACY, BALANCED_ACCURACY -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case ROC_AUC -> String.format(Locale.ROOT, "%.3f", value);
            case LOG_LIKELIHOOD -> Numbers.threeDigits(value);
        };
    }

    /** What stands after a difference, with a space before it. */
    String differenceUnit() {
        return this == ACCURACY || this == BALANCED_ACCURACY ? " points" : "";
    }
}
