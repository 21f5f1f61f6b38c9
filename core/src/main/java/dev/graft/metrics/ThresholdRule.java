package dev.graft.metrics;

import dev.graft.error.GraftException;
import dev.graft.metrics.RankedScores.Step;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How the probability is chosen from which on an image is called positive. It is chosen on the validation part and then
 * applied to the test part as it is: chosen on the test part it would flatter.
 */
public sealed interface ThresholdRule {
    /** The greatest sum of sensitivity and specificity (Youden 1950); of several the highest threshold. */
    record Youden() implements ThresholdRule {
        @Override
        public OptionalDouble choose(List<Prediction> validation, int positiveClass) {
            List<Step> steps = steps(validation, positiveClass);
            if (steps.isEmpty()) {
                return OptionalDouble.empty();
            }
            Step all = steps.get(steps.size() - 1);
            // Calling nothing positive is worth 0; what is not worth more is no choice.
            double greatest = 0;
            OptionalDouble threshold = OptionalDouble.empty();
            for (Step step : steps) {
                double index = (double) step.truePositives() / all.truePositives()
                        - (double) step.falsePositives() / all.falsePositives();
                if (index > greatest) {
                    greatest = index;
                    threshold = OptionalDouble.of(step.threshold());
                }
            }
            return threshold;
        }

        @Override
        public String describe() {
            return "greatest sensitivity + specificity (Youden)";
        }
    }

    /**
     * The highest threshold that finds so many positive images, and so calls the fewest others positive.
     *
     * @param wanted share of positive images to find, above 0 and at most 1
     */
    record Sensitivity(double wanted) implements ThresholdRule {
        /** @throws GraftException if it is out of range */
        public Sensitivity {
            if (!(wanted > 0 && wanted <= 1)) {
                throw new GraftException(
                        "Found a wanted sensitivity of " + wanted + ", expected above 0 and at most 1, such as 0.95.");
            }
        }

        @Override
        public OptionalDouble choose(List<Prediction> validation, int positiveClass) {
            List<Step> steps = steps(validation, positiveClass);
            return steps.stream()
                    .filter(step -> (double) step.truePositives()
                                    / steps.get(steps.size() - 1).truePositives()
                            >= wanted)
                    .mapToDouble(Step::threshold)
                    .findFirst();
        }

        @Override
        public String describe() {
            return String.format(Locale.ROOT, "sensitivity of at least %s", wanted);
        }
    }

    /**
     * Chooses a threshold.
     *
     * @param validation with known classes
     * @param positiveClass index of the positive class
     * @return a probability that occurs among them; images with at least this one are called positive. Empty if only one
     *     of the two kinds occurs, a probability is not finite, or no threshold is better than chance
     */
    OptionalDouble choose(List<Prediction> validation, int positiveClass);

    /** In words. */
    String describe();

    /**
     * Reads {@code youden} or {@code sensitivity:0.95}.
     *
     * @throws GraftException if it is neither
     */
    static ThresholdRule parse(String text) {
        if (text.equalsIgnoreCase("youden")) {
            return new Youden();
        }
        try {
            if (text.toLowerCase(Locale.ROOT).startsWith("sensitivity:")) {
                return new Sensitivity(Double.parseDouble(text.substring(text.indexOf(':') + 1)));
            }
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private static GraftException unknown(String text) {
        return new GraftException("Found '" + text
                + "' as the rule for a threshold, expected youden, or a wanted sensitivity such as sensitivity:0.95.");
    }

    /** Empty unless both kinds occur. */
    private static List<Step> steps(List<Prediction> validation, int positiveClass) {
        boolean finite = validation.stream()
                .allMatch(p -> Double.isFinite(p.probabilities().get(positiveClass)));
        List<Step> steps = finite ? RankedScores.of(validation, positiveClass).steps() : List.of();
        Step last = steps.isEmpty() ? new Step(Double.NaN, 0, 0) : steps.get(steps.size() - 1);
        return last.truePositives() == 0 || last.falsePositives() == 0 ? List.of() : steps;
    }
}
