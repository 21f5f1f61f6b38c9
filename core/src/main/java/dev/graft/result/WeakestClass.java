package dev.graft.result;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the classes that are found least often.
 *
 * @param index of the class
 * @param wrong its wrongly classified images, the most confident first
 */
public record WeakestClass(int index, List<Prediction> wrong) {
    private static final int CLASSES = 8;
    private static final int IMAGES = 3;

    public WeakestClass {
        wrong = List.copyOf(wrong);
    }

    /**
     * The weakest first; of equals that with more images, which is surer to be weak. Selecting from a selection gives the
     * same.
     *
     * @param evaluation of the predictions
     * @param predictions to choose images from
     */
    public static List<WeakestClass> of(Evaluation evaluation, Collection<Prediction> predictions) {
        List<Figures> classes = evaluation.classes();
        return IntStream.range(0, classes.size())
                .filter(c -> classes.get(c).value(Metric.SENSITIVITY) < 1)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> classes.get(c).value(Metric.SENSITIVITY))
                        .thenComparing(Comparator.comparingInt(
                                        (Integer c) -> classes.get(c).images())
                                .reversed()))
                .limit(CLASSES)
                .map(c -> new WeakestClass(c, wrong(c, predictions)))
                .toList();
    }

    private static List<Prediction> wrong(int c, Collection<Prediction> predictions) {
        return predictions.stream()
                .filter(p -> p.actual() == c && !p.correct())
                .sorted(Comparator.comparingDouble(Prediction::confidence)
                        .reversed()
                        .thenComparing(Prediction::image))
                .limit(IMAGES)
                .toList();
    }
}
