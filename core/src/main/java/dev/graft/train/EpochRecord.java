package dev.graft.train;

/**
 * What one epoch looked like.
 *
 * @param epoch number of the epoch, counted from 1 in each phase of a training
 * @param trainLoss mean loss over the epoch's batches as trained (dropout and augmentation on)
 * @param trainAccuracy share of training images classified correctly as trained, 0..1
 * @param validationLoss mean cross-entropy on the validation part, inference mode; NaN without one
 * @param validationAccuracy share of validation images classified correctly, 0..1; NaN without one
 * @param learningRate learning rate used
 * @param seconds wall time of the epoch, validation included
 */
public record EpochRecord(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double validationLoss,
        double validationAccuracy,
        double learningRate,
        double seconds) {}
