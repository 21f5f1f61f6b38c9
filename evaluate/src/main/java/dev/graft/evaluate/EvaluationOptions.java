package dev.graft.evaluate;

import dev.graft.error.GraftException;
import dev.graft.metrics.GroupScore;
import dev.graft.progress.Progress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a model is evaluated.
 *
 * @param positiveClass name of the class that sensitivity and ROC describe; empty for the one of the training
 * @param groupScore how the images of a group become one score; empty for what the model's file says, of two models each its own
 * @param prevalences at which predictive values are told, each above 0 and below 1
 * @param resamples for intervals and tests, at least 1
 * @param seed of what is drawn for them
 * @param progress told about every image
 */
public record EvaluationOptions(
        Optional<String> positiveClass,
        Optional<GroupScore> groupScore,
        List<Double> prevalences,
        int resamples,
        long seed,
        Progress progress) {
    /** Told always. */
    private static final List<Double> PREVALENCES = List.of(0.01, 0.05, 0.1, 0.2, 0.5);

    /** @throws GraftException if a prevalence is out of range */
    public EvaluationOptions {
        prevalences = List.copyOf(new TreeSet<>(prevalences));
        prevalences.stream()
                .filter(share -> !(share > 0 && share < 1))
                .findFirst()
                .ifPresent(share -> {
                    throw new GraftException(
                            "Found a prevalence of " + share + ", expected above 0 and below 1, such as 0.05 for 5 %.");
                });
    }

    /** The positive class of the training, groups as the model's file says, 1 to 50 % prevalence, 2000 resamples. */
    public static EvaluationOptions defaults() {
        return new EvaluationOptions(Optional.empty(), Optional.empty(), PREVALENCES, 2000, 42, Progress.NONE);
    }

    public EvaluationOptions withPositiveClass(String name) {
        return new EvaluationOptions(Optional.of(name), groupScore, prevalences, resamples, seed, progress);
    }

    public EvaluationOptions withGroupScore(GroupScore score) {
        return new EvaluationOptions(positiveClass, Optional.of(score), prevalences, resamples, seed, progress);
    }

    /** With these beside the others. */
    public EvaluationOptions withPrevalences(List<Double> more) {
        TreeSet<Double> all = new TreeSet<>(prevalences);
        all.addAll(more);
        return new EvaluationOptions(positiveClass, groupScore, List.copyOf(all), resamples, seed, progress);
    }

    /** @param count at least 1 */
    public EvaluationOptions withResamples(int count) {
        return new EvaluationOptions(positiveClass, groupScore, prevalences, count, seed, progress);
    }

    public EvaluationOptions withProgress(Progress listener) {
        return new EvaluationOptions(positiveClass, groupScore, prevalences, resamples, seed, listener);
    }
}
