package dev.graft.metrics;

/**
 * How well one class is told from all others. Undefined figures are NaN.
 *
 * @param images images of the class
 * @param sensitivity share of its images found (recall)
 * @param specificity share of the other images not called this class
 * @param precision share of the images called this class that are
 * @param f1 harmonic mean of precision and sensitivity
 * @param rocAuc area under the ROC curve of its probability
 * @param averagePrecision area under the precision-recall curve of its probability, as a sum of steps
 */
public record ClassFigures(
        long images,
        double sensitivity,
        double specificity,
        double precision,
        double f1,
        double rocAuc,
        double averagePrecision) {
    static ClassFigures of(ClassCounts counted, int c, double rocAuc, double averagePrecision) {
        return new ClassFigures(
                counted.actual()[c],
                counted.recall(c),
                counted.specificity(c),
                counted.precision(c),
                counted.f1(c),
                rocAuc,
                averagePrecision);
    }
}
