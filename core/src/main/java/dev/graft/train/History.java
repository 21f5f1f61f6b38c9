package dev.graft.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The course of a training, epoch by epoch.
 *
 * @param epochs in order; empty if nothing was trained
 */
public record History(List<EpochRecord> epochs) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** Epochs of each phase that has any, in order. */
    public List<List<EpochRecord>> phases() {
        return List.copyOf(epochs.stream()
                .collect(Collectors.groupingBy(EpochRecord::phase, TreeMap::new, Collectors.toUnmodifiableList()))
                .values());
    }

    /** Whether the train part was measured in inference mode in some epoch. */
    public boolean hasTrainInference() {
        return epochs.stream().anyMatch(e -> !Double.isNaN(e.trainInferenceLoss()));
    }

    /**
     * The epoch with the lowest validation loss, the earliest one if several share it.
     *
     * @return empty if no epoch has a finite validation loss
     */
    public Optional<EpochRecord> best() {
        return epochs.stream()
                .filter(e -> Double.isFinite(e.validationLoss()))
                .min(Comparator.comparingDouble(EpochRecord::validationLoss));
    }
}
