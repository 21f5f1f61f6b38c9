package dev.graft.search;

import dev.graft.freeze.BatchNormMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that determines the numbers of one training besides images, split and engine, with names resolved: cells that are
 * the same training have equal ones, but for the names of weights and augmentation.
 *
 * @param backbone id
 * @param weights name that finds them
 * @param weightsIdentity what they are: checksum and what is changed in them, or {@code random}
 * @param head its parts, see {@link HeadChoice}
 * @param unfrozen the fewest last layers that make this training; {@code all} if all that can learn does; else as it was
 *     first written, with the identity of the layers
 * @param batchNorm {@link BatchNormMode#KERAS} where no unfrozen layer is a batch norm
 * @param optimizer name
 * @param learningRate step size
 * @param schedule course of the learning rate
 * @param augmentation name that finds it
 * @param augmentationIdentity its definition; {@code none} if it changes nothing
 * @param views fixed augmented views of each image; 0 for new ones in every epoch, or without augmentation
 * @param preprocessing id
 * @param size side of the images in pixels
 * @param batchSize images per update
 * @param epochs at most
 * @param patience 0 if it cannot end the training before its time
 * @param seed of initial values, order and dropout
 */
public record TrialSettings(
        String backbone,
        String weights,
        String weightsIdentity,
        String head,
        Unfrozen unfrozen,
        BatchNormMode batchNorm,
        String optimizer,
        double learningRate,
        ScheduleChoice schedule,
        String augmentation,
        String augmentationIdentity,
        int views,
        String preprocessing,
        int size,
        int batchSize,
        int epochs,
        int patience,
        long seed) {
    /** Raised when a later Graft trains otherwise with the same settings. */
    private static final int FORMAT = 1;

    /** What must be equal for equal numbers, by name, in an order that never changes. */
    Map<String, Object> determining() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("format", FORMAT);
        values.put("backbone", backbone);
        values.put("weights", weightsIdentity);
        values.put("head", head);
        values.put("unfrozen", unfrozen.identity());
        values.put("batchNorm", BatchNormNames.id(batchNorm));
        values.put("optimizer", optimizer);
        values.put("learningRate", learningRate);
        values.put("schedule", schedule.toString());
        values.put("augmentation", augmentationIdentity);
        values.put("views", views);
        values.put("preprocessing", preprocessing);
        values.put("size", size);
        values.put("batchSize", batchSize);
        values.put("epochs", epochs);
        values.put("patience", patience);
        values.put("seed", seed);
        return values;
    }

    /** The same but for the seed: repeats of one configuration agree in it. */
    Map<String, Object> configuration() {
        Map<String, Object> values = determining();
        values.remove("seed");
        return values;
    }
}
