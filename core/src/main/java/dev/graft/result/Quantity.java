package dev.graft.result;

/** What a number of a {@link Finding}'s evidence is. */
public enum Quantity {
    /** Number of a phase, from 1. */
    PHASE,
    /** Number of an epoch in its phase, from 1. */
    EPOCH,
    /** How many epochs were looked at. */
    EPOCHS,
    LEARNING_RATE,
    /** Mean loss as trained. */
    TRAIN_LOSS,
    /** The lowest or first training loss, to which another is compared. */
    EARLIER_TRAIN_LOSS,
    /** Mean loss in inference mode. */
    INFERENCE_LOSS,
    VALIDATION_LOSS,
    LOWEST_VALIDATION_LOSS,
    /** Share of training images classified correctly, 0..1. */
    TRAIN_ACCURACY,
    /** Share of held-out images classified correctly, 0..1. */
    ACCURACY,
    /** Lower end of the accuracy's 95 % interval. */
    ACCURACY_LOW,
    /** Upper end of the accuracy's 95 % interval. */
    ACCURACY_HIGH,
    /** Share of the most frequent class, 0..1. */
    CHANCE,
    /** Index of a class. */
    CLASS,
    /** How many images were looked at. */
    IMAGES,
    /** How many images it would take. */
    IMAGES_NEEDED,
    /** Images of the largest class. */
    MOST_IMAGES,
    /** Images of the smallest class. */
    FEWEST_IMAGES,
    /** Highest pixel value, 0..255. */
    BRIGHTEST,
    BATCH_SIZE,
    /** How many updates there were. */
    UPDATES,
    /** Epochs in which a loss jumped. */
    PEAKS
}
