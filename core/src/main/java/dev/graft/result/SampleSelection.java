package dev.graft.result;

import dev.graft.metrics.ClassProbability;
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

    private static final Comparator<Candidate> BY_NAME =
            Comparator.comparing(candidate -> candidate.prediction().image());
    private static final Comparator<Candidate> MOST_CONFIDENT_FIRST =
            Comparator.comparingDouble(Candidate::confidence).reversed().thenComparing(BY_NAME);
    private static final Comparator<Candidate> LEAST_CERTAIN_FIRST =
            Comparator.comparingDouble(Candidate::lead).thenComparing(BY_NAME);

    /**
     * A prediction with what it is sorted by, found once: that takes a look at all its classes.
     *
     * @param confidence probability of the predicted class; 0 if it is NaN
     * @param lead of the first class over the second
     */
    private record Candidate(Prediction prediction, boolean correct, double confidence, double lead) {
        static Candidate of(Prediction p) {
            List<Double> first = p.ranked(2).map(ClassProbability::probability).toList();
            return new Candidate(
                    p,
                    p.correct(),
                    Double.isNaN(first.get(0)) ? 0 : first.get(0),
                    first.size() < 2 ? 1 : first.get(0) - first.get(1));
        }
    }

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
        List<Candidate> known = predictions.stream()
                .filter(p -> p.actual() >= 0)
                .map(Candidate::of)
                .toList();
        List<Candidate> wrong = known.stream()
                .filter(c -> !c.correct())
                .sorted(MOST_CONFIDENT_FIRST)
                .limit(limit / 2)
                .toList();
        Set<Candidate> taken = new HashSet<>(wrong);
        List<Candidate> uncertain = known.stream()
                .filter(c -> !taken.contains(c))
                .sorted(LEAST_CERTAIN_FIRST)
                .limit(limit / 4)
                .toList();
        taken.addAll(uncertain);
        List<Candidate> right = takingTurns(
                known.stream().filter(c -> c.correct() && !taken.contains(c)).toList());
        int room = Math.min(limit / 2, limit - taken.size());
        return new SampleSelection(
                predictions(wrong),
                predictions(uncertain),
                predictions(right.stream().limit(room).toList()));
    }

    /**
     * The images whose pictures people see with this result: at most {@link #REPORT_LIMIT}, and of many classes a few of each
     * of the weakest.
     */
    public static List<Prediction> pictured(TrainingResult result) {
        ShownPart shown = ShownPart.of(result);
        List<Prediction> all = shown.heldOut() ? result.testPredictions() : result.validationPredictions();
        Stream<Prediction> weakest = ManyClasses.are(result.classNames())
                ? WeakestClass.of(shown.evaluation(), all).stream().flatMap(c -> c.wrong().stream())
                : Stream.empty();
        return Stream.concat(of(all, REPORT_LIMIT).all().stream(), weakest)
                .distinct()
                .toList();
    }

    private static List<Prediction> predictions(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::prediction).toList();
    }

    /** All chosen images: wrong, uncertain, right. */
    public List<Prediction> all() {
        return Stream.of(wrong, uncertain, right).flatMap(List::stream).toList();
    }

    private static List<Candidate> takingTurns(List<Candidate> candidates) {
        Collection<List<Candidate>> classes = candidates.stream()
                .sorted(MOST_CONFIDENT_FIRST)
                .collect(Collectors.groupingBy(
                        candidate -> candidate.prediction().actual(), TreeMap::new, Collectors.toList()))
                .values();
        List<Candidate> turns = new ArrayList<>();
        for (int round = 0; turns.size() < candidates.size(); round++) {
            for (List<Candidate> ofClass : classes) {
                if (round < ofClass.size()) {
                    turns.add(ofClass.get(round));
                }
            }
        }
        return turns;
    }
}
