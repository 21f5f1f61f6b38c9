package dev.graft.model;

import java.util.List;

/**
 * A model's answer for one image.
 *
 * @param classIndex of the likeliest class
 * @param className its name
 * @param probability what the network gives for it
 * @param confidence the same calibrated: how often such an answer is right, as far as the validation images tell
 * @param probabilities of every class, as the network gives them
 * @param warnings how the image differs from what the model learnt from; empty if it does not, or nothing is known
 */
public record Classification(
        int classIndex,
        String className,
        double probability,
        double confidence,
        List<Double> probabilities,
        List<String> warnings) {
    public Classification {
        probabilities = List.copyOf(probabilities);
        warnings = List.copyOf(warnings);
    }
}
