package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Variances and covariances of areas under ROC curves of several models on the same images. Images of a group count as one
 * observation (Obuchowski 1997); where each stands for itself the formula is DeLong's.
 *
 * @param models what each model's images say, unit by unit
 * @param positives number of positive images
 * @param others number of other images
 * @param positiveUnits units with positive images
 * @param otherUnits units with other images
 * @param units all of them
 */
record RocCovariance(
        List<PlacementValues> models, int positives, int others, int positiveUnits, int otherUnits, int units) {
    /** @param predictions of each model, of the same images in the same order */
    static RocCovariance of(List<List<Prediction>> predictions, int positiveClass, Bootstrap bootstrap) {
        List<Prediction> first = predictions.get(0);
        int[] units = bootstrap.units(first);
        boolean[] positive = new boolean[units.length];
        IntStream.range(0, units.length).forEach(i -> positive[i] = first.get(i).actual() == positiveClass);
        int unitCount = Arrays.stream(units).max().orElse(-1) + 1;
        int[] ofPositives =
                IntStream.range(0, units.length).filter(i -> positive[i]).toArray();
        int[] ofOthers =
                IntStream.range(0, units.length).filter(i -> !positive[i]).toArray();
        boolean usable = ofPositives.length > 0
                && ofOthers.length > 0
                && predictions.stream()
                        .flatMap(List::stream)
                        .allMatch(p -> Double.isFinite(p.probabilities().get(positiveClass)));
        return new RocCovariance(
                usable
                        ? predictions.stream()
                                .map(each -> PlacementValues.of(
                                        each.stream()
                                                .mapToDouble(
                                                        p -> p.probabilities().get(positiveClass))
                                                .toArray(),
                                        positive,
                                        units,
                                        unitCount))
                                .toList()
                        : List.of(),
                ofPositives.length,
                ofOthers.length,
                (int) Arrays.stream(ofPositives).map(i -> units[i]).distinct().count(),
                (int) Arrays.stream(ofOthers).map(i -> units[i]).distinct().count(),
                unitCount);
    }

    /** NaN if it is undefined. */
    double area(int model) {
        return models.isEmpty() ? Double.NaN : models.get(model).area();
    }

    /** NaN if it is undefined. */
    double covariance(int model, int other) {
        if (models.isEmpty() || positiveUnits < 2 || otherUnits < 2) {
            return Double.NaN;
        }
        PlacementValues a = models.get(model);
        PlacementValues b = models.get(other);
        double m = positives;
        double n = others;
        return corrected(positiveUnits) * product(a.positives(), b.positives()) / (m * m)
                + corrected(otherUnits) * product(a.others(), b.others()) / (n * n)
                + corrected(units)
                        * (product(a.positives(), b.others()) + product(a.others(), b.positives()))
                        / (m * n);
    }

    /** Of a difference of two models' areas. */
    double varianceOfDifference(int model, int other) {
        return covariance(model, model) + covariance(other, other) - 2 * covariance(model, other);
    }

    private static double corrected(int count) {
        return count / (count - 1.0);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
