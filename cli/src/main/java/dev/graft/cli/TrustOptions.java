package dev.graft.cli;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.error.GraftException;
import dev.graft.metrics.ThresholdRule;
import dev.graft.run.LeakageComparison;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on how far a result can be trusted. */
final class TrustOptions {
    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Cross-validate: K trainings, each image in the test part of exactly one; --test does not count"
                            + " then.")
    private @Nullable Integer folds;

    @Option(names = "--fold", paramLabel = "N", description = "Train only the N-th of the folds, counted from 1.")
    private @Nullable Integer fold;

    @Option(
            names = "--leakage-test",
            description = "Train once more with the labels of whole groups exchanged: if the accuracy does not fall to"
                    + " chance, the split leaks.")
    private boolean leakageTest;

    @Option(
            names = "--leakage-comparison",
            description = "Train once more on a split image by image, which ignores groups and likeness, and show both"
                    + " accuracies and their difference: what such a leak would add.")
    private boolean leakageComparison;

    @Option(
            names = "--threshold",
            paramLabel = "RULE",
            description =
                    "Another threshold for the positive class, chosen on the validation part and applied to the test"
                            + " part: youden, or a wanted sensitivity such as sensitivity:0.95 (default: ${bundle:default.threshold}).")
    private @Nullable String threshold;

    @Option(
            names = "--interval-width",
            paramLabel = "SHARE",
            description = "Say that there are too few images if the 95 %% interval of the validation accuracy is wider"
                    + " (default: ${bundle:default.intervalWidth}).")
    private @Nullable Double intervalWidth;

    /** Before images are read. */
    void check() {
        if (fold != null && (folds == null || fold < 1 || fold > folds)) {
            throw new GraftException(
                    "Found --fold " + fold + " and " + (folds == null ? "no --folds" : "--folds " + folds)
                            + ". Give --folds K, and --fold between 1 and K.");
        }
        if ((leakageTest || leakageComparison) && crossValidation().isPresent()) {
            throw new GraftException((leakageTest ? "--leakage-test" : "--leakage-comparison")
                    + " is about one split. Give it with --fold N, or without --folds.");
        }
    }

    /** How many folds are trained, if more than one is. */
    OptionalInt crossValidation() {
        return folds != null && fold == null ? OptionalInt.of(folds) : OptionalInt.empty();
    }

    boolean leakageTest() {
        return leakageTest;
    }

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        TrainingSettings settings = fold == null || folds == null
                ? base
                : base.withSplit(base.split().withFold(fold, folds));
        if (threshold != null) {
            ThresholdRule rule = ThresholdRule.parse(threshold);
            settings = settings.withEvaluation(e -> e.withThreshold(rule));
        }
        if (intervalWidth != null) {
            double width = intervalWidth;
            settings = settings.withEvaluation(e -> e.withIntervalWidth(width));
        }
        return settings;
    }

    /** A training on a split like the chosen one, but image by image; if that is wanted. */
    Optional<LeakageComparison> leakageComparison(ImageDataset images, SettingsTraining training) {
        if (!leakageComparison) {
            return Optional.empty();
        }
        TrainingSettings settings = training.settings();
        SplitSettings split = SplitSettings.of(training.shares(images))
                .withFold(settings.split().fold(), settings.split().folds());
        Split imagewise = split.split(images.withoutTies(), settings.seeds().split());
        return Optional.of(new LeakageComparison(images, imagewise));
    }
}
