package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One class has at least three times as many training images as another. */
record Imbalance() implements Detector {
    private static final int TIMES = 3;

    @Override
    public FindingKind kind() {
        return FindingKind.UNBALANCED;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        List<Integer> images = training.trainingImages();
        int most = images.isEmpty() ? 0 : Collections.max(images);
        int fewest = images.isEmpty() ? 0 : Collections.min(images);
        if (most == 0 || most < (long) TIMES * fewest) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "The classes are unbalanced: " + Numbers.counted(most, "training image") + " of “"
                        + training.classNames().get(images.indexOf(most)) + "”, but " + Numbers.count(fewest) + " of “"
                        + training.classNames().get(images.indexOf(fewest))
                        + "”. Judge by balanced accuracy and by sensitivity, not by accuracy; balanced class weights"
                        + " (--class-weights balanced) make rare images count more.",
                Map.of(Quantity.MOST_IMAGES, most, Quantity.FEWEST_IMAGES, fewest)));
    }
}
