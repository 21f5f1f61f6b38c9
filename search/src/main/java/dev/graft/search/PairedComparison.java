package dev.graft.search;

import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.result.GroupedResult;
import dev.graft.result.TrainingResult;
import dev.graft.search.SelectionVerdict.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether two classifiers differ on the same images, or groups where these are known: images of one group resemble each other, so
 * that a test by image would take a difference for surer than it is.
 *
 * @param test of what only one of them gets right
 * @param counted what the test counts
 */
public record PairedComparison(McNemarTest test, Unit counted) {
    /** Two trainings on their test part, by group where both have answers for groups. */
    static PairedComparison of(TrainingResult first, TrainingResult second) {
        return of(first.testPredictions(), first.byGroup(), second.testPredictions(), second.byGroup());
    }

    /**
     * Two classifiers on the same images, by group where both have answers for groups.
     *
     * @param first of images
     * @param groupsOfFirst the same by group
     */
    public static PairedComparison of(
            List<Prediction> first,
            Optional<GroupedResult> groupsOfFirst,
            List<Prediction> second,
            Optional<GroupedResult> groupsOfSecond) {
        List<Prediction> ofFirst = groups(groupsOfFirst);
        List<Prediction> ofSecond = groups(groupsOfSecond);
        return ofFirst.isEmpty() || ofSecond.isEmpty()
                ? new PairedComparison(McNemarTest.of(first, second), Unit.IMAGE)
                : new PairedComparison(McNemarTest.of(ofFirst, ofSecond), Unit.GROUP);
    }

    /**
     * As files hold it.
     *
     * @param first what files call the first classifier, {@code TheWinner} say
     * @param second likewise
     */
    public Map<String, Object> stored(String first, String second) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("test", "McNemar, exact, two-sided");
        fields.put("counted", counted.id());
        fields.put(counted.id() + "sOnly" + first + "GetsRight", test.firstOnly());
        fields.put(counted.id() + "sOnly" + second + "GetsRight", test.secondOnly());
        fields.put("pValue", test.pValue());
        return fields;
    }

    private static List<Prediction> groups(Optional<GroupedResult> result) {
        return result.map(GroupedResult::testPredictions).orElse(List.of());
    }
}
