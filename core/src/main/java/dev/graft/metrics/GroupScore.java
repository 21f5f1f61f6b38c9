package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the probabilities of a group's images, the slices of a patient say, become probabilities of the group. */
public enum GroupScore {
    /**
     * Mean of the log odds for two classes; for more the mean of the logarithms of the probabilities, which is the same for
     * two. Every image counts alike.
     */
    MEAN_LOGIT {
        @Override
        double pooled(double[] probabilities) {
            return Math.exp(Arrays.stream(probabilities)
                    .map(GroupScore::logarithm)
                    .average()
                    .orElseThrow());
        }
    },
    /** The image that is most surely positive decides: right where a group is positive if one of its images is. */
    MAXIMUM {
        @Override
        double pooled(double[] probabilities) {
            return Arrays.stream(probabilities).max().orElseThrow();
        }
    },
    /** Chance that any image is positive if they were independent: 1 - the product of all 1 - p. It grows with the images. */
    NOISY_OR {
        @Override
        double pooled(double[] probabilities) {
            DoubleUnaryOperator missed = p -> Math.log1p(-Math.min(p, 1 - SMALLEST));
            return -Math.expm1(Arrays.stream(probabilities).map(missed).sum());
        }
    };

    /** What a probability of 0 counts as: single precision knows no smaller difference from 1 than some 1e-7. */
    static final double SMALLEST = 1e-12;

    /**
     * Groups as if each was an image.
     *
     * @param predictions one a group, named like it, in the order of their first images; an image without a group stands for
     *     itself. The class of a group is that of its images. Of two classes a group with images of both has the positive one
     * @param mixed groups of more than two classes whose images differ in class: they have none, and are left out
     */
    public record Grouped(List<Prediction> predictions, List<String> mixed) {
        public Grouped {
            predictions = List.copyOf(predictions);
            mixed = List.copyOf(mixed);
        }
    }

    /** Of one class, not yet adding up to 1 over the classes. */
    abstract double pooled(double[] probabilities);

    /**
     * A group's probabilities.
     *
     * @param images probabilities of each of its images, which add up to 1 and are finite; at least one image
     * @param positiveClass of two classes, the one that {@link #MAXIMUM} and {@link #NOISY_OR} look for; else of no matter:
     *     each class is pooled alike and the sum is made 1
     */
    public List<Double> of(List<List<Double>> images, int positiveClass) {
        int classes = images.get(0).size();
        if (classes == 2 && this != MEAN_LOGIT) {
            double positive = pooled(images, positiveClass);
            return positiveClass == 1 ? List.of(1 - positive, positive) : List.of(positive, 1 - positive);
        }
        double[] pooled =
                IntStream.range(0, classes).mapToDouble(c -> pooled(images, c)).toArray();
        double sum = Arrays.stream(pooled).sum();
        return Arrays.stream(pooled).mapToObj(value -> value / sum).toList();
    }

    private double pooled(List<List<Double>> images, int c) {
        return pooled(images.stream().mapToDouble(p -> p.get(c)).toArray());
    }

    private static double logarithm(double probability) {
        return Math.log(Math.max(probability, SMALLEST));
    }

    /**
     * Puts the images of each group together.
     *
     * @param images with all probabilities, finite ones; a group with an image of unknown class has an unknown class
     * @param groups group of each image by its name, as far as known
     * @param positiveClass index of the positive class
     */
    public Grouped group(List<Prediction> images, Map<String, String> groups, int positiveClass) {
        Map<String, List<Prediction>> members = new LinkedHashMap<>();
        images.forEach(p -> members.computeIfAbsent(groups.getOrDefault(p.image(), p.image()), g -> new ArrayList<>())
                .add(p));
        List<Prediction> predictions = new ArrayList<>();
        List<String> mixed = new ArrayList<>();
        members.forEach((group, each) -> {
            List<List<Double>> probabilities =
                    each.stream().map(Prediction::probabilities).toList();
            int classes = probabilities.get(0).size();
            List<Integer> labels =
                    each.stream().map(Prediction::actual).distinct().sorted().toList();
            if (labels.size() > 1 && classes > 2 && labels.get(0) >= 0) {
                mixed.add(group);
            } else {
                int label = labels.size() == 1 || labels.get(0) < 0 ? labels.get(0) : positiveClass;
                predictions.add(new Prediction(group, label, of(probabilities, positiveClass)));
            }
        });
        return new Grouped(predictions, mixed);
    }

    /** Name on the command line and in files, {@code mean-logit}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws GraftException if there is none of this {@link #id} */
    public static GroupScore of(String id) {
        return Arrays.stream(values())
                .filter(score -> score.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new GraftException("Found '" + id + "' as the score of a group, expected one of "
                        + Arrays.stream(values()).map(GroupScore::id).collect(Collectors.joining(", ")) + "."));
    }
}
