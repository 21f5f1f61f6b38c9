package dev.graft.search;

import dev.graft.data.ImageDataset;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import dev.graft.search.SelectionVerdict.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a ledger keeps of the images of a search, so that what it holds can be judged without them.
 *
 * @param folds of a round; 0 where the images are split once
 * @param divisions of all rounds
 * @param classNames in order of their index
 * @param positiveClass the class that sensitivity and ROC describe
 * @param groups group of each image by its name, as far as known
 */
public record ImageFacts(
        int folds, int divisions, List<String> classNames, String positiveClass, Map<String, String> groups) {
    public ImageFacts {
        classNames = List.copyOf(classNames);
        groups = Map.copyOf(groups);
    }

    /** Of all images of a search. */
    public static ImageFacts of(SearchData data) {
        ImageDataset images = data.images();
        List<String> classes = images.classNames();
        return new ImageFacts(
                data.divisions().get(0).settings().folds(),
                data.divisions().size(),
                classes,
                data.positiveClass().orElse(classes.get(classes.size() - 1)),
                images.groups());
    }

    /** Index of the positive class. */
    public int positive() {
        return classNames.indexOf(positiveClass);
    }

    /** What is counted: groups where each image has one and each group one class, else images. */
    Unit unit(List<Prediction> images) {
        Map<String, Integer> classes = new HashMap<>();
        for (Prediction image : images) {
            String group = groups.get(image.image());
            // Of very many classes not all probabilities are kept.
            if (group == null || image.isCondensed()) {
                return Unit.IMAGE;
            }
            Integer known = classes.putIfAbsent(group, image.actual());
            if (known != null && known != image.actual()) {
                return Unit.IMAGE;
            }
        }
        return classes.size() < images.size() ? Unit.GROUP : Unit.IMAGE;
    }

    /** Images as they are, or one prediction for each group. */
    List<Prediction> counted(List<Prediction> images, Unit unit) {
        return unit == Unit.IMAGE
                ? images
                : GroupScore.MEAN_LOGIT.group(images, groups, positive()).predictions();
    }

    /** Evaluates images, with intervals from groups where they are known, or groups. */
    Evaluation evaluation(List<Prediction> images, Unit unit) {
        return Evaluation.of(
                counted(images, unit),
                classNames.size(),
                positive(),
                unit == Unit.IMAGE ? Bootstrap.ofGroups(groups) : Bootstrap.ofImages());
    }
}
