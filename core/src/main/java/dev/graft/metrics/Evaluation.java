package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.List;

/**
 * How well a model classified a set of images.
 *
 * <p>The Brier score, both curves and the metrics {@linkplain Metric#ofClasses of a class} describe the positive class against
 * all others. A figure that is undefined for the data (no positive image, say) is NaN.
 *
 * @param figures every metric; of those of a class, the positive class's
 * @param confusion how often images of each class were called each class
 * @param roc the ROC curve from (0, 0) to (1, 1); empty if it is undefined
 * @param calibration the calibration curve by rising probability; bins without images are left out
 * @param classes figures of each class against the rest, in the order of the classes
 * @param macro their mean over the classes that occur, every class alike
 * @param weighted their mean, every class by its images
 * @param resampling what the intervals were found from
 */
public record Evaluation(
        Figures figures,
        ConfusionMatrix confusion,
        List<RocPoint> roc,
        List<CalibrationBin> calibration,
        List<Figures> classes,
        Figures macro,
        Figures weighted,
        Resampling resampling) {
    /** How far probabilities may be off 1 in sum: far more than 32-bit rounding, far less than a missing softmax. */
    private static final double SUM_TOLERANCE = 1e-3;

    public Evaluation {
        roc = List.copyOf(roc);
        calibration = List.copyOf(calibration);
        classes = List.copyOf(classes);
    }

    /**
     * Evaluates predictions, with Wilson's intervals of plain shares alone; see {@link #of(List, int, int, Bootstrap)}.
     *
     * @throws GraftException as there
     */
    public static Evaluation of(List<Prediction> predictions, int classCount, int positiveClass) {
        check(predictions, classCount, positiveClass);
        ScoredImages images = ScoredImages.of(predictions, classCount, positiveClass);
        return of(images, positiveClass, Estimator.ofShares(images));
    }

    /**
     * Evaluates predictions. Equal to scikit-learn 1.9 for the same predictions, with these choices:
     *
     * <ul>
     *   <li>Undefined figures are NaN where scikit-learn returns 0 by convention: sensitivity and average precision
     *       without positive images, specificity without others, precision without positive calls, F1 without either,
     *       Matthews correlation when all images, or all predictions, are of one class.
     *   <li>The log loss clips probabilities to {@code [2.2e-16, 1 - 2.2e-16]} (the machine epsilon of 64-bit floats,
     *       also for probabilities computed in 32 bits), so one confident error costs at most 36.
     *   <li>The ROC curve leaves out points on a straight line between others ({@code drop_intermediate=True}).
     *   <li>Of classes with equal probabilities the first counts as the more probable, so that {@code top_k_accuracy_score}
     *       of one would be the accuracy; scikit-learn takes the last.
     *   <li>The calibration curve has ten bins of equal width ({@code calibration_curve(n_bins=10)}).
     * </ul>
     *
     * <p>Should any probability be NaN or infinite, as after a diverged training, the figures that need probabilities
     * are NaN and both curves empty; the others still follow {@link Prediction#predicted()}.
     *
     * @param predictions one per image, with known classes; may be empty, then every figure is NaN
     * @param classCount number of classes, at least 2
     * @param positiveClass index of the positive class
     * @param bootstrap how the intervals are found
     * @throws GraftException if a class index is out of range, or an image has a wrong number of probabilities or
     *     finite ones that are negative or don't add up to 1
     */
    public static Evaluation of(List<Prediction> predictions, int classCount, int positiveClass, Bootstrap bootstrap) {
        check(predictions, classCount, positiveClass);
        ScoredImages images = ScoredImages.of(predictions, classCount, positiveClass);
        return of(images, positiveClass, Estimator.of(images, bootstrap));
    }

    private static Evaluation of(ScoredImages images, int positiveClass, Estimator estimator) {
        List<Prediction> usable = images.finite() ? images.predictions() : List.of();
        return new Evaluation(
                estimator.all(positiveClass),
                images.confusion(),
                RankedScores.of(usable, positiveClass).roc(),
                new Probabilities(usable, positiveClass).calibration(),
                estimator.classes(),
                estimator.mean(false),
                estimator.mean(true),
                estimator.resampling());
    }

    /** Number of images. */
    public int images() {
        return figures.images();
    }

    /** A figure, of a class's that of the positive one; NaN if it is undefined. */
    public double value(Metric metric) {
        return figures.value(metric);
    }

    /** The figure's 95 % interval. */
    public Interval interval(Metric metric) {
        return figures.interval(metric);
    }

    /** Share classified correctly. */
    public double accuracy() {
        return figures.accuracy();
    }

    private static void check(List<Prediction> predictions, int classCount, int positiveClass) {
        if (classCount < 2 || positiveClass < 0 || positiveClass >= classCount) {
            throw new GraftException("Found " + classCount + " classes with class " + positiveClass
                    + " as the positive one. An evaluation needs at least 2 classes, and a positive class between 0"
                    + " and the number of classes - 1.");
        }
        predictions.forEach(p -> check(p, classCount));
    }

    private static void check(Prediction p, int classCount) {
        if (p.actual() < 0 || p.actual() >= classCount) {
            throw new GraftException("Image " + p.image() + " has class " + p.actual() + ", expected 0 to "
                    + (classCount - 1) + ". Evaluate only images whose class is known.");
        }
        if (p.isCondensed()) {
            throw new GraftException(
                    "Image " + p.image() + " has the probabilities of its likeliest classes alone, expected"
                            + " one for each of the " + classCount
                            + " classes. A result.json of many classes does not hold them:"
                            + " evaluate predictions of the model itself.");
        }
        if (p.probabilities().size() != classCount) {
            throw new GraftException("Image " + p.image() + " has "
                    + p.probabilities().size() + " probabilities, expected one for each of the " + classCount
                    + " classes. Evaluate with the class names that the model was trained with.");
        }
        double sum = p.probabilities().stream().mapToDouble(Double::doubleValue).sum();
        boolean negative = p.probabilities().stream().anyMatch(value -> value < 0);
        if (isFinite(p) && (negative || Math.abs(sum - 1) > SUM_TOLERANCE)) {
            throw new GraftException("Image " + p.image() + " has the probabilities " + p.probabilities()
                    + ", expected none below 0 and a sum of 1. Does the model's output layer use softmax?");
        }
    }

    private static boolean isFinite(Prediction p) {
        return p.probabilities().stream().allMatch(Double::isFinite);
    }
}
