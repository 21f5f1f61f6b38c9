package dev.graft.report;

import dev.graft.result.Numbers;
import dev.graft.search.Measure;
import java.util.Locale;

/**
 * How a measure is written.
 *
 * @param measure what the configurations of an experiment are ranked by, on the validation part
 */
record MeasureText(Measure measure) {
    /** Name inside a sentence. */
    String label() {
        return switch (measure) {
            case ACCURACY -> "accuracy";
            case BALANCED_ACCURACY -> "balanced accuracy";
            case ROC_AUC -> "ROC-AUC";
            case LOG_LIKELIHOOD -> "log likelihood";
        };
    }

    /** The column of the page's data that it is made of. */
    String column() {
        return switch (measure) {
            case ACCURACY -> "accuracy";
            case BALANCED_ACCURACY -> "balancedAccuracy";
            case ROC_AUC -> "rocAuc";
            case LOG_LIKELIHOOD -> "logLoss";
        };
    }

    String format(double value) {
        return switch (measure) {
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
        return switch (measure) {
            case ACCURACY, BALANCED_ACCURACY -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case ROC_AUC -> String.format(Locale.ROOT, "%.3f", value);
            case LOG_LIKELIHOOD -> Numbers.threeDigits(value);
        };
    }

    /** What stands after a difference, with a space before it. */
    String differenceUnit() {
        return measure == Measure.ACCURACY || measure == Measure.BALANCED_ACCURACY ? " points" : "";
    }
}
