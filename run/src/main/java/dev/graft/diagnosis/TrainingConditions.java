package dev.graft.diagnosis;

import java.util.Optional;

/**
 * What a training was set up like, as far as its diagnosis asks.
 *
 * @param batchSize images per update; 0 if unknown
 * @param updates how many updates there were; 0 if unknown
 * @param normalizing how many batch norms learnt their statistics from the batches
 * @param momentum of these batch norms' running statistics; NaN if unknown or without any
 * @param regularized what makes the training part harder while it is trained, in words such as {@code dropout and
 *     augmentation}; empty if nothing does
 * @param expectedInput what the weights expect and what they got instead, in words; empty if that fits
 * @param brightest highest pixel value of all images, 0..255; negative if unknown
 * @param wantedInterval width that the accuracy's 95 % interval should have at most, 0..1
 */
public record TrainingConditions(
        int batchSize,
        long updates,
        int normalizing,
        double momentum,
        Optional<String> regularized,
        Optional<String> expectedInput,
        int brightest,
        double wantedInterval) {
    /** Width of an interval that still tells a good model from a middling one. */
    public static final double USUAL_INTERVAL = 0.15;

    /** Nothing is known. */
    public static TrainingConditions unknown() {
        return new TrainingConditions(0, 0, 0, Double.NaN, Optional.empty(), Optional.empty(), -1, USUAL_INTERVAL);
    }
}
