package dev.graft.search.ensemble;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.result.GroupedResult;
import dev.graft.search.ImageFacts;
import dev.graft.search.PairedComparison;
import java.util.List;
import java.util.Optional;

/**
 * What the two parts of a search's images say of a classifier. The validation part chose epochs, trials and who is put together,
 * so its figures are too good; the test part took no part in any of it.
 *
 * @param validation of the validation part
 * @param test of the test part; empty without one
 * @param byGroup both parts with each group, a patient say, counted as one; empty where groups are unknown
 * @param testPredictions of the images of the test part
 */
public record Judgement(
        Evaluation validation,
        Optional<Evaluation> test,
        Optional<GroupedResult> byGroup,
        List<Prediction> testPredictions) {
    public Judgement {
        testPredictions = List.copyOf(testPredictions);
    }

    static Judgement of(List<Prediction> validation, List<Prediction> test, ImageFacts facts) {
        return new Judgement(
                evaluation(validation, facts),
                test.isEmpty() ? Optional.empty() : Optional.of(evaluation(test, facts)),
                GroupedResult.of(
                        validation, test, facts.groups(), facts.classNames().size(), facts.positive()),
                test);
    }

    static Evaluation evaluation(List<Prediction> images, ImageFacts facts) {
        return Evaluation.of(images, facts.classNames().size(), facts.positive(), Bootstrap.ofGroups(facts.groups()));
    }

    /** The test part by group. */
    public Optional<Evaluation> testByGroup() {
        return byGroup.flatMap(GroupedResult::test);
    }

    /** Whether the two differ on the test part, this one first; empty without one. */
    Optional<PairedComparison> against(Judgement other) {
        return testPredictions.isEmpty()
                ? Optional.empty()
                : Optional.of(PairedComparison.of(testPredictions, byGroup, other.testPredictions, other.byGroup));
    }
}
