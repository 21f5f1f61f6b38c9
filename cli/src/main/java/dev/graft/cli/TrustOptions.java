package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.diagnosis.TrainingConditions;
import dev.graft.metrics.ThresholdRule;
import dev.graft.run.LeakageComparison;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options on how far a result can be trusted. */
final class TrustOptions {
    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Cross-validate: K trainings, each image in the test part of exactly one; --test does not count"
                            + " then.")
    private Integer folds;

    @Option(names = "--fold", paramLabel = "N", description = "Train only the N-th of the folds, counted from 1.")
    private Integer fold;

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
                            + " part: youden, or a wanted sensitivity such as sensitivity:0.95 (default: ${DEFAULT-VALUE}).")
    private String threshold = "youden";

    @Option(
            names = "--interval-width",
            paramLabel = "SHARE",
            description = "Say that there are too few images if the 95 %% interval of the validation accuracy is wider"
                    + " (default: ${DEFAULT-VALUE}).")
    private double intervalWidth = TrainingConditions.USUAL_INTERVAL;

    /** Before images are read. */
    void check() {
        ThresholdRule.parse(threshold);
        if (fold != null && (folds == null || fold < 1 || fold > folds)) {
            throw new GraftException(
                    "Found --fold " + fold + " and " + (folds == null ? "no --folds" : "--folds " + folds)
                            + ". Give --folds K, and --fold between 1 and K.");
        }
        if ((leakageTest || leakageComparison) && crossValidates()) {
            throw new GraftException((leakageTest ? "--leakage-test" : "--leakage-comparison")
                    + " is about one split. Give it with --fold N, or without --folds.");
        }
    }

    boolean crossValidates() {
        return folds != null && fold == null;
    }

    boolean leakageTest() {
        return leakageTest;
    }

    /** A training on a split like the chosen one, but image by image; if that is wanted. */
    Optional<LeakageComparison> leakageComparison(ImageDataset images, SplitFractions shares, long seed) {
        if (!leakageComparison) {
            return Optional.empty();
        }
        ImageDataset untied = images.withoutTies();
        Split imagewise =
                split(untied, shares.validation(), seed).orElseGet(() -> new Splitter(shares, seed).split(untied));
        return Optional.of(new LeakageComparison(images, imagewise));
    }

    double intervalWidth() {
        return intervalWidth;
    }

    ThresholdRule threshold() {
        return ThresholdRule.parse(threshold);
    }

    KFold folds(double validation, long seed) {
        return new KFold(folds, validation, seed);
    }

    /** The split of the one fold that is wanted, if one is. */
    Optional<Split> split(ImageDataset images, double validation, long seed) {
        return fold == null
                ? Optional.empty()
                : Optional.of(folds(validation, seed).split(images).get(fold - 1));
    }
}
