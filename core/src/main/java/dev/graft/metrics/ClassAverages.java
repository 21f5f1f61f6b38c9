package dev.graft.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Figures of the classes in the mean: macro, where every class counts alike, or weighted by its images. Classes without
 * images are left out. A class that was never called has a precision of 0 here, as in scikit-learn.
 *
 * @param sensitivity of each class against the rest, averaged
 * @param precision likewise
 * @param f1 likewise
 * @param rocAuc likewise; NaN if only one class occurs
 * @param averagePrecision likewise
 */
public record ClassAverages(double sensitivity, double precision, double f1, double rocAuc, double averagePrecision) {
    static ClassAverages macro(List<ClassFigures> classes) {
        return of(classes, c -> 1);
    }

    static ClassAverages weighted(List<ClassFigures> classes) {
        return of(classes, ClassFigures::images);
    }

    private static ClassAverages of(List<ClassFigures> classes, ToLongFunction<ClassFigures> weight) {
        return new ClassAverages(
                mean(classes, weight, ClassFigures::sensitivity),
                mean(classes, weight, c -> Double.isNaN(c.precision()) ? 0 : c.precision()),
                mean(classes, weight, ClassFigures::f1),
                mean(classes, weight, ClassFigures::rocAuc),
                mean(classes, weight, ClassFigures::averagePrecision));
    }

    private static double mean(
            List<ClassFigures> classes, ToLongFunction<ClassFigures> weight, ToDoubleFunction<ClassFigures> figure) {
        double sum = 0;
        double weights = 0;
        for (ClassFigures c : classes) {
            if (c.images() > 0) {
                sum += weight.applyAsLong(c) * figure.applyAsDouble(c);
                weights += weight.applyAsLong(c);
            }
        }
        return sum / weights;
    }
}
