package dev.graft.report;

import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The few images worth looking at. Selecting from a selection, with the same limit, gives the same selection.
 *
 * @param wrong wrongly classified, the most confident first
 * @param uncertain the smallest lead of the first over the second class, right or wrong, the least certain first
 * @param right classified correctly, the most confident first, classes taking turns
 */
public record SampleSelection(List<Prediction> wrong, List<Prediction> uncertain, List<Prediction> right) {
    /** How many images a report shows at most. */
    public static final int REPORT_LIMIT = 24;

    private static final Comparator<Prediction> BY_NAME = Comparator.comparing(Prediction::image);
    private static final Comparator<Prediction> MOST_CONFIDENT_FIRST =
            Comparator.comparingDouble(SampleSelection::confidence).reversed().thenComparing(BY_NAME);
    private static final Comparator<Prediction> LEAST_CERTAIN_FIRST =
            Comparator.comparingDouble(SampleSelection::lead).thenComparing(BY_NAME);

    public SampleSelection {
        wrong = List.copyOf(wrong);
        uncertain = List.copyOf(uncertain);
        right = List.copyOf(right);
    }

    /**
     * Chooses at most half of the limit from the wrong ones, then at most a quarter from the least certain of the rest,
     * then at most half, as far as the limit allows, from the right ones. Independent of the order given; images of
     * unknown class are passed over.
     *
     * @param predictions all candidates
     * @param limit how many to choose at most, at least 0
     */
    public static SampleSelection of(Collection<Prediction> predictions, int limit) {
        List<Prediction> known =
                predictions.stream().filter(p -> p.actual() >= 0).toList();
        List<Prediction> wrong = known.stream()
                .filter(p -> !p.correct())
                .sorted(MOST_CONFIDENT_FIRST)
                .limit(limit / 2)
                .toList();
        Set<Prediction> taken = new HashSet<>(wrong);
        List<Prediction> uncertain = known.stream()
                .filter(p -> !taken.contains(p))
                .sorted(LEAST_CERTAIN_FIRST)
                .limit(limit / 4)
                .toList();
        taken.addAll(uncertain);
        List<Prediction> right = takingTurns(
                known.stream().filter(p -> p.correct() && !taken.contains(p)).toList());
        int room = Math.min(limit / 2, limit - taken.size());
        return new SampleSelection(wrong, uncertain, right.stream().limit(room).toList());
    }

    /** All chosen images: wrong, uncertain, right. */
    public List<Prediction> all() {
        return Stream.of(wrong, uncertain, right).flatMap(List::stream).toList();
    }

    private static List<Prediction> takingTurns(List<Prediction> predictions) {
        Collection<List<Prediction>> classes = predictions.stream()
                .sorted(MOST_CONFIDENT_FIRST)
                .collect(Collectors.groupingBy(Prediction::actual, TreeMap::new, Collectors.toList()))
                .values();
        List<Prediction> turns = new ArrayList<>();
        for (int round = 0; turns.size() < predictions.size(); round++) {
            for (List<Prediction> ofClass : classes) {
                if (round < ofClass.size()) {
                    turns.add(ofClass.get(round));
                }
            }
        }
        return turns;
    }

    /** Probability of the predicted class; 0 if it is NaN. */
    private static double confidence(Prediction p) {
        double probability = p.probabilities().get(p.predicted());
        return Double.isNaN(probability) ? 0 : probability;
    }

    private static double lead(Prediction p) {
        List<Double> ranked =
                p.probabilities().stream().sorted(Comparator.reverseOrder()).toList();
        return ranked.size() < 2 ? 1 : ranked.get(0) - ranked.get(1);
    }
}
