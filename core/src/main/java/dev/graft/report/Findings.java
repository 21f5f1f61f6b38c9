package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for the usual signs of trouble in a finished training and names them in plain sentences.
 *
 * <p>The rules and their thresholds:
 *
 * <ul>
 *   <li>diverged: a loss is infinite, or NaN where there should be one;
 *   <li>collapsed: every validation image got the same class although several occur;
 *   <li>at chance: the 95 % interval of the accuracy reaches down to what the most frequent class alone would give;
 *   <li>overfitted: the validation loss ended at least 25 % and 0.05 above its minimum, while the training loss fell;
 *   <li>few images: the 95 % interval of the accuracy is wider than 15 percentage points;
 *   <li>unbalanced: one class has at least three times as many training images as another.
 * </ul>
 */
public final class Findings {
    private static final double OVERFIT_RISE = 1.25;
    private static final double OVERFIT_MARGIN = 0.05;
    private static final double WIDE_INTERVAL = 0.15;
    private static final int UNBALANCED = 3;

    private final History history;
    private final Evaluation validation;
    private final List<String> classNames;
    private final List<Integer> trainingImages;

    private Findings(
            History history, Evaluation validation, List<String> classNames, List<Integer> trainingImagesPerClass) {
        this.history = history;
        this.validation = validation;
        this.classNames = classNames;
        this.trainingImages = trainingImagesPerClass;
    }

    /**
     * What is remarkable about a training, most serious first.
     *
     * @param history every epoch
     * @param validation evaluation on the validation part; may be of 0 images
     * @param classNames in order of their index
     * @param trainingImagesPerClass in the order of the class names
     * @return one plain sentence or two each; empty if nothing stands out
     */
    public static List<String> of(
            History history, Evaluation validation, List<String> classNames, List<Integer> trainingImagesPerClass) {
        Findings look = new Findings(history, validation, classNames, trainingImagesPerClass);
        return Stream.of(
                        look.diverged(),
                        look.collapsed().or(look::atChance),
                        look.overfitted(),
                        look.fewImages(),
                        look.unbalanced())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> diverged() {
        boolean validated = history.best().isPresent();
        return history.epochs().stream()
                .filter(e -> !Double.isFinite(e.trainLoss())
                        || Double.isInfinite(e.validationLoss())
                        || validated && Double.isNaN(e.validationLoss()))
                .findFirst()
                .map(e -> "Training diverged: the loss stopped being a finite number in epoch " + e.epoch()
                        + ". Use a smaller learning rate.");
    }

    private Optional<String> collapsed() {
        long occurring = actualCounts().stream().filter(n -> n > 0).count();
        List<Integer> called = IntStream.range(0, classNames.size())
                .filter(c -> validation.confusion().stream().anyMatch(row -> row.get(c) > 0))
                .boxed()
                .toList();
        if (called.size() != 1 || occurring < 2) {
            return Optional.empty();
        }
        return Optional.of("The model collapsed to one class: it called every one of the " + validation.images()
                + " validation images “" + classNames.get(called.get(0))
                + "”. Try another learning rate, or fewer unfrozen layers.");
    }

    private Optional<String> atChance() {
        if (validation.images() == 0) {
            return Optional.empty();
        }
        List<Integer> actual = actualCounts();
        int most = Collections.max(actual);
        double chance = (double) most / validation.images();
        if (chance == 1 || validation.accuracyLow() > chance) {
            return Optional.empty();
        }
        return Optional.of("The validation accuracy of " + Numbers.percent(validation.accuracy())
                + " is not clearly better than always answering “" + classNames.get(actual.indexOf(most)) + "” ("
                + Numbers.percent(chance) + "). " + (learntTrainingImages() ? MEMORISED : LEARNT_NOTHING));
    }

    private static final String MEMORISED = "The training images were learnt, so what was learnt does not carry over:"
            + " check the labels, add images or augmentation.";

    private static final String LEARNT_NOTHING =
            "The training images were not learnt either: try another learning rate, more epochs or more unfrozen layers.";

    /** Whether some epoch's training accuracy rose halfway from the most frequent class's share to 1. */
    private boolean learntTrainingImages() {
        int all = trainingImages.stream().mapToInt(Integer::intValue).sum();
        double chance = all == 0 ? 0 : (double) Collections.max(trainingImages) / all;
        return history.epochs().stream().anyMatch(e -> e.trainAccuracy() > (1 + chance) / 2);
    }

    private Optional<String> overfitted() {
        List<EpochRecord> epochs = history.epochs();
        Optional<EpochRecord> best = history.best();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        EpochRecord last = epochs.get(epochs.size() - 1);
        double lowest = best.get().validationLoss();
        boolean rose = last.validationLoss() >= Math.max(lowest * OVERFIT_RISE, lowest + OVERFIT_MARGIN);
        // One epoch after the best is noise more often than a trend.
        boolean trend = epochs.size() - 1 - epochs.indexOf(best.get()) >= 2;
        if (!rose || !trend || !(last.trainLoss() < best.get().trainLoss())) {
            return Optional.empty();
        }
        return Optional.of("Overfitting: after epoch " + best.get().epoch() + " the validation loss rose from "
                + Numbers.threeDigits(lowest) + " to " + Numbers.threeDigits(last.validationLoss())
                + " while the training loss kept falling. Stop earlier, or use augmentation, dropout or fewer unfrozen"
                + " layers.");
    }

    private Optional<String> fewImages() {
        double width = validation.accuracyHigh() - validation.accuracyLow();
        if (!(width > WIDE_INTERVAL)) {
            return Optional.empty();
        }
        return Optional.of("With " + Numbers.counted(validation.images(), "validation image")
                + " the accuracy is known only to lie within "
                + Numbers.percentRange(validation.accuracyLow(), validation.accuracyHigh())
                + " (95 % interval). Smaller differences between models mean nothing; validate on more images.");
    }

    private Optional<String> unbalanced() {
        if (trainingImages.isEmpty()) {
            return Optional.empty();
        }
        int most = Collections.max(trainingImages);
        int fewest = Collections.min(trainingImages);
        if (most == 0 || most < (long) UNBALANCED * fewest) {
            return Optional.empty();
        }
        String large = classNames.get(trainingImages.indexOf(most));
        String small = classNames.get(trainingImages.indexOf(fewest));
        return Optional.of("The classes are unbalanced: " + Numbers.counted(most, "training image") + " of “" + large
                + "”, but " + Numbers.count(fewest) + " of “" + small
                + "”. Judge by balanced accuracy and by sensitivity, not by accuracy.");
    }

    private List<Integer> actualCounts() {
        List<Integer> counts = new ArrayList<>();
        for (List<Integer> row : validation.confusion()) {
            counts.add(row.stream().mapToInt(Integer::intValue).sum());
        }
        return counts;
    }
}
