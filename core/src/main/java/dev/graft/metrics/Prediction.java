package dev.graft.metrics;

import java.util.List;

/**
 * What a model said about one image.
 *
 * @param image the image's path as the data set names it
 * @param actual index of the true class, or -1 if unknown
 * @param probabilities one per class, in the order of the class names, adding up to 1
 */
public record Prediction(String image, int actual, List<Double> probabilities) {
    public Prediction {
        probabilities = List.copyOf(probabilities);
    }

    /** Index of the class with the highest probability, the first of equals. */
    public int predicted() {
        int best = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (probabilities.get(i) > probabilities.get(best)) {
                best = i;
            }
        }
        return best;
    }

    /** Whether the predicted class is the true one; false if the true one is unknown. */
    public boolean correct() {
        return predicted() == actual;
    }
}
