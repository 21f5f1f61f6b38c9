package dev.graft.diagnosis;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One class has at least three times as many training images as another. */
record Imbalance() implements Detector {
    private static final int TIMES = 3;

    @Override
    public FindingKind kind() {
        return FindingKind.UNBALANCED;
    }

    @Override
    public Optional<String> examine(Case training) {
        List<Integer> images = training.trainingImages();
        int most = images.isEmpty() ? 0 : Collections.max(images);
        int fewest = images.isEmpty() ? 0 : Collections.min(images);
        if (most == 0 || most < (long) TIMES * fewest) {
            return Optional.empty();
        }
        return Optional.of("The classes are unbalanced: " + Wording.counted(most, "training image") + " of “"
                + training.classNames().get(images.indexOf(most)) + "”, but " + Wording.count(fewest) + " of “"
                + training.classNames().get(images.indexOf(fewest))
                + "”. Judge by balanced accuracy and by sensitivity, not by accuracy; balanced class weights"
                + " (--class-weights balanced) make rare images count more.");
    }
}
