package dev.graft.result;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Prediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a training came to with each group, a patient say, counted as one image. Intervals are from resamples of the groups, or
 * Wilson's with each group as one trial.
 *
 * @param choice how the images of a group become one answer, chosen on the validation part
 * @param validation the validation part; empty if no group has several images there
 * @param test the test part likewise
 * @param testPredictions one for each group of the test part, named like it; empty without its figures
 */
public record GroupedResult(
        GroupScoreChoice choice,
        Optional<Evaluation> validation,
        Optional<Evaluation> test,
        List<Prediction> testPredictions) {
    public GroupedResult {
        testPredictions = List.copyOf(testPredictions);
    }

    /**
     * Finds it.
     *
     * @param validation with known classes and all probabilities
     * @param test likewise
     * @param groups group of each image by its name, as far as known
     * @param classCount number of classes
     * @param positiveClass index of the positive class
     * @return empty if no group has several images in a part, and of {@linkplain ManyClasses many classes}
     */
    public static Optional<GroupedResult> of(
            List<Prediction> validation,
            List<Prediction> test,
            Map<String, String> groups,
            int classCount,
            int positiveClass) {
        GroupScoreChoice choice = evaluation(GroupScore.MEAN_LOGIT, validation, groups, classCount, positiveClass)
                        .isPresent()
                ? GroupScoreChoice.of(validation, groups, classCount, positiveClass)
                : GroupScoreChoice.NONE;
        Optional<Evaluation> ofTest = evaluation(choice.score(), test, groups, classCount, positiveClass);
        GroupedResult found = new GroupedResult(
                choice,
                evaluation(choice.score(), validation, groups, classCount, positiveClass),
                ofTest,
                ofTest.isPresent()
                        ? choice.score().group(test, groups, positiveClass).predictions()
                        : List.of());
        return found.validation().isPresent() || found.test().isPresent() ? Optional.of(found) : Optional.empty();
    }

    /**
     * Evaluates groups as if each was an image.
     *
     * @param score how a group's images become one
     * @return empty if no group has several of the images, and of {@linkplain ManyClasses many classes}
     */
    public static Optional<Evaluation> evaluation(
            GroupScore score, List<Prediction> images, Map<String, String> groups, int classCount, int positiveClass) {
        if (groups.isEmpty() || ManyClasses.are(classCount)) {
            return Optional.empty();
        }
        List<Prediction> grouped = score.group(images, groups, positiveClass).predictions();
        return !grouped.isEmpty() && grouped.size() < images.size()
                ? Optional.of(Evaluation.of(grouped, classCount, positiveClass, Bootstrap.ofImages()))
                : Optional.empty();
    }

    /** The chosen score, without groups the mean log odds. */
    public static GroupScore score(Optional<GroupedResult> result) {
        return result.map(found -> found.choice().score()).orElse(GroupScore.MEAN_LOGIT);
    }

    Stream<Evaluation> evaluations() {
        return Stream.of(validation, test).flatMap(Optional::stream);
    }

    /** Of the part that a page is about. */
    public Optional<Evaluation> shown(ShownPart part) {
        return part.heldOut() ? test : validation;
    }
}
