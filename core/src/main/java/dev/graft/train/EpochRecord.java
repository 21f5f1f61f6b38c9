package dev.graft.train;

import java.io.Serializable;

/**
 * What one epoch looked like.
 *
 * @param phase number of the phase, counted from 1
 * @param epoch number of the epoch, counted from 1 in each phase of a training
 * @param trainLoss mean loss over the epoch's batches as trained (dropout and augmentation on, each batch before its
 *     update)
 * @param trainAccuracy share of training images classified correctly as trained, 0..1
 * @param validationLoss mean cross-entropy on the validation part, inference mode; NaN without one
 * @param validationAccuracy share of validation images classified correctly, 0..1; NaN without one
 * @param learningRate learning rate used; the last one of the epoch where it changes from batch to batch
 * @param seconds wall time of the epoch, validation included; where several trainings go on together, its own and its share
 *     of what was computed for all
 * @param trainInferenceLoss mean cross-entropy on the train part after the epoch, inference mode: comparable with {@code
 *     validationLoss}; NaN where it was not asked for
 * @param trainInferenceAccuracy share of training images classified correctly after the epoch, inference mode, 0..1; NaN
 *     where it was not asked for
 */
public record EpochRecord(
        int phase,
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double validationLoss,
        double validationAccuracy,
        double learningRate,
        double seconds,
        double trainInferenceLoss,
        double trainInferenceAccuracy)
        implements Serializable {
    /** An epoch without measurements of the train part in inference mode. */
    public EpochRecord(
            int phase,
            int epoch,
            double trainLoss,
            double trainAccuracy,
            double validationLoss,
            double validationAccuracy,
            double learningRate,
            double seconds) {
        this(
                phase,
                epoch,
                trainLoss,
                trainAccuracy,
                validationLoss,
                validationAccuracy,
                learningRate,
                seconds,
                Double.NaN,
                Double.NaN);
    }
}
