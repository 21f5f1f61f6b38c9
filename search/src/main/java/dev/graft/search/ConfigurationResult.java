package dev.graft.search;

import dev.graft.metrics.Metric;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * What came of one configuration: trials that differ in the seed and the fold alone.
 *
 * @param repeats those that have scores, in the order of the search
 * @param planned how many there should be
 * @param complete whether all of them are done
 * @param mean of the measure on the validation part, over repeats; in folds, of what they predict of images that they had not
 *     seen, over seeds and rounds, image by image or {@linkplain SelectionVerdict.Unit group by group}
 * @param deviation sample standard deviation over repeats; NaN for one
 * @param lowest of the measure
 * @param highest of the measure
 * @param meanLogLoss on the same images, to tell equal ones apart
 */
public record ConfigurationResult(
        List<ScoredTrial> repeats,
        int planned,
        boolean complete,
        double mean,
        double deviation,
        double lowest,
        double highest,
        double meanLogLoss) {
    public ConfigurationResult {
        repeats = List.copyOf(repeats);
    }

    /** By the validation part. @param repeats at least one */
    static ConfigurationResult of(List<ScoredTrial> repeats, int planned, boolean complete, Measure measure) {
        double[] values = repeats.stream()
                .mapToDouble(repeat -> measure.of(repeat.scores().validation()))
                .toArray();
        double meanLogLoss = repeats.stream()
                .mapToDouble(repeat -> repeat.scores().validation().value(Metric.LOG_LOSS))
                .average()
                .orElseThrow();
        return of(repeats, planned, complete, values, meanLogLoss);
    }

    /** @param values of the measure, at least one */
    static ConfigurationResult of(
            List<ScoredTrial> repeats, int planned, boolean complete, double[] values, double meanLogLoss) {
        DoubleSummaryStatistics summary = new DoubleSummaryStatistics();
        for (double value : values) {
            summary.accept(value);
        }
        return new ConfigurationResult(
                repeats,
                planned,
                complete,
                summary.getAverage(),
                deviation(values, summary.getAverage()),
                summary.getMin(),
                summary.getMax(),
                meanLogLoss);
    }

    static double deviation(double[] values, double mean) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The repeat with the best validation part, the first of equals: the one to use. */
    public ScoredTrial chosen(Measure measure) {
        ScoredTrial chosen = repeats.get(0);
        for (ScoredTrial repeat : repeats) {
            double best = measure.of(chosen.scores().validation());
            double value = measure.of(repeat.scores().validation());
            if (value > best || Double.isNaN(best)) {
                chosen = repeat;
            }
        }
        return chosen;
    }
}
