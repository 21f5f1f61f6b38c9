package dev.graft.explain;

import java.util.List;

/**
 * What speaks for a class in one image.
 *
 * @param probabilities of every class
 * @param explainedClass index of the class that the heat speaks for
 * @param heat in the resolution of the layer that was looked at
 */
public record Explanation(List<Double> probabilities, int explainedClass, HeatMap heat) {
    public Explanation {
        probabilities = List.copyOf(probabilities);
    }
}
