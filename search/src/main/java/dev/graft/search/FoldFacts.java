package dev.graft.search;

import dev.graft.data.ImageDataset;
import java.util.List;
import java.util.Map;

/**
 * What a ledger keeps of the images of a search in folds, so that what it holds can be judged without them.
 *
 * @param folds of a round
 * @param divisions of all rounds
 * @param classNames in order of their index
 * @param positiveClass the class that sensitivity and ROC describe
 * @param groups group of each image by its name, as far as known
 */
public record FoldFacts(
        int folds, int divisions, List<String> classNames, String positiveClass, Map<String, String> groups) {
    public FoldFacts {
        classNames = List.copyOf(classNames);
        groups = Map.copyOf(groups);
    }

    static FoldFacts of(SearchData data) {
        ImageDataset images = data.images();
        List<String> classes = images.classNames();
        return new FoldFacts(
                data.divisions().get(0).settings().folds(),
                data.divisions().size(),
                classes,
                data.positiveClass().orElse(classes.get(classes.size() - 1)),
                images.groups());
    }

    int positive() {
        return classNames.indexOf(positiveClass);
    }
}
