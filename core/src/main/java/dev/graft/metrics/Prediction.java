package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model said about one image: the probabilities of all classes or, where there are many classes and it was stored,
 * of the likeliest alone.
 *
 * @param image the image's path as the data set names it
 * @param actual index of the true class, or -1 if unknown
 * @param probabilities one per class, in the order of the class names, adding up to 1; empty where only the likeliest were
 *     kept
 * @param likeliest the most probable classes by falling probability, of equals the first class first, then the true one if
 *     it is none of them; empty where all probabilities are there
 */
public record Prediction(String image, int actual, List<Double> probabilities, List<ClassProbability> likeliest) {
    /** How many of the most probable classes {@link #condensed} keeps. */
    public static final int LIKELIEST = 5;

    /** @throws GraftException if both probabilities and likeliest are given, or neither */
    public Prediction {
        probabilities = ProbabilityList.copyOf(probabilities);
        likeliest = List.copyOf(likeliest);
        if (probabilities.isEmpty() == likeliest.isEmpty()) {
            throw new GraftException("Image " + image + " has " + probabilities.size() + " probabilities and "
                    + likeliest.size() + " likeliest classes, expected the ones or the others.");
        }
    }

    /** With all probabilities. */
    public Prediction(String image, int actual, List<Double> probabilities) {
        this(image, actual, probabilities, List.of());
    }

    /** Index of the class with the highest probability, the first of equals. */
    public int predicted() {
        if (isCondensed()) {
            return likeliest.get(0).classIndex();
        }
        int best = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (isBefore(probabilities.get(i), i, probabilities.get(best), best)) {
                best = i;
            }
        }
        return best;
    }

    /** Probability of the predicted class. */
    public double confidence() {
        return isCondensed() ? likeliest.get(0).probability() : probabilities.get(predicted());
    }

    /** Whether the predicted class is the true one; false if the true one is unknown. */
    public boolean correct() {
        return predicted() == actual;
    }

    /** Whether only the likeliest classes are known. */
    public boolean isCondensed() {
        return probabilities.isEmpty();
    }

    /** The same with the five most probable classes and the true one alone; itself if it is condensed. */
    public Prediction condensed() {
        if (isCondensed()) {
            return this;
        }
        IntStream kept = IntStream.of(mostProbable(LIKELIEST));
        if (actual >= 0 && place(actual) >= LIKELIEST) {
            kept = IntStream.concat(kept, IntStream.of(actual));
        }
        return new Prediction(
                image,
                actual,
                List.of(),
                kept.mapToObj(c -> new ClassProbability(c, probabilities.get(c)))
                        .toList());
    }

    /** The likeliest classes by falling probability; of all probabilities at most so many. */
    public Stream<ClassProbability> ranked(int most) {
        return isCondensed()
                ? likeliest.stream().limit(Math.min(most, LIKELIEST))
                : IntStream.of(mostProbable(most)).mapToObj(c -> new ClassProbability(c, probabilities.get(c)));
    }

    /** How many classes come before this one, by falling probability and then by index. */
    int place(int classIndex) {
        double own = probabilities.get(classIndex);
        int before = 0;
        for (int c = 0; c < probabilities.size(); c++) {
            before += isBefore(probabilities.get(c), c, own, classIndex) ? 1 : 0;
        }
        return before;
    }

    /** NaN comes last. */
    private static boolean isBefore(double probability, int c, double own, int classIndex) {
        if (Double.isNaN(own) != Double.isNaN(probability)) {
            return Double.isNaN(own);
        }
        return probability > own || !(probability < own) && c < classIndex;
    }

    private int[] mostProbable(int most) {
        int[] chosen = new int[Math.min(most, probabilities.size())];
        int size = 0;
        for (int c = 0; c < probabilities.size(); c++) {
            double probability = probabilities.get(c);
            int at = size;
            while (at > 0 && isBefore(probability, c, probabilities.get(chosen[at - 1]), chosen[at - 1])) {
                at--;
            }
            if (at < chosen.length) {
                size = Math.min(size + 1, chosen.length);
                System.arraycopy(chosen, at, chosen, at + 1, size - at - 1);
                chosen[at] = c;
            }
        }
        return chosen;
    }
}
