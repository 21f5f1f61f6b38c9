package dev.graft.search;

import dev.graft.freeze.BatchNormMode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One point of a {@link SearchSpace}, as it was written. Several cells may be the same training; see {@link Trial}.
 *
 * @param backbone id
 * @param weights name, see {@link dev.graft.backbone.WeightsByName}
 * @param head how it ends
 * @param unfrozen which of the backbone's layers learn
 * @param batchNorm what unfrozen batch norms of the backbone do
 * @param optimizer name, see {@link dev.graft.optimizer.Optimizer#byName}
 * @param learningRate above 0
 * @param schedule course of the learning rate
 * @param augmentation name or file, see {@link AugmentationCatalog}; {@code none} for none
 * @param views fixed augmented views of each image, 0 for new ones in every epoch
 * @param preprocessing id, or {@link SearchSpace#OWN}
 * @param size side of the images in pixels, 0 for the backbone's own
 * @param batchSize images per update
 * @param epochs at most
 * @param patience epochs without a lower validation loss after which it ends; 0 for never
 * @param seed of initial values, order and dropout: equal cells with other seeds are repeats
 */
public record Cell(
        String backbone,
        String weights,
        HeadChoice head,
        Unfrozen unfrozen,
        BatchNormMode batchNorm,
        String optimizer,
        double learningRate,
        ScheduleChoice schedule,
        String augmentation,
        int views,
        String preprocessing,
        int size,
        int batchSize,
        int epochs,
        int patience,
        long seed) {
    /** Of a value for every axis, as {@link Axis#read} gives them. */
    static Cell of(Map<Axis, String> values) {
        String size = values.get(Axis.SIZE);
        return new Cell(
                values.get(Axis.BACKBONE),
                values.get(Axis.WEIGHTS),
                new HeadChoice(values.get(Axis.HEAD)),
                Unfrozen.of(values.get(Axis.UNFROZEN)),
                BatchNormNames.of(values.get(Axis.BATCH_NORM)),
                values.get(Axis.OPTIMIZER),
                Double.parseDouble(values.get(Axis.LEARNING_RATE)),
                ScheduleChoice.of(values.get(Axis.SCHEDULE)),
                values.get(Axis.AUGMENTATION),
                Integer.parseInt(values.get(Axis.VIEWS)),
                values.get(Axis.PREPROCESSING),
                size.equals(SearchSpace.OWN) ? 0 : Integer.parseInt(size),
                Integer.parseInt(values.get(Axis.BATCH_SIZE)),
                Integer.parseInt(values.get(Axis.EPOCHS)),
                Integer.parseInt(values.get(Axis.PATIENCE)),
                Long.parseLong(values.get(Axis.SEED)));
    }

    /** In one line for people. */
    public String describe() {
        return Arrays.stream(Axis.values())
                .map(axis -> axis.id() + " " + axis.of(this))
                .collect(Collectors.joining("; "));
    }
}
