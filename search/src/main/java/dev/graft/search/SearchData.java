package dev.graft.search;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.error.GraftException;
import dev.graft.settings.TrainingSettings;
import java.util.List;
import java.util.Optional;

/**
 * What all trials of a search learn from. Every trial sees the same split, whatever its seed: only then can trials be
 * compared on the same images.
 *
 * @param images all of them
 * @param fractions shares of train, validation and test part
 * @param splitSeed seed of the split
 * @param split the parts
 * @param positiveClass the class that sensitivity and ROC describe; the last one if empty
 */
public record SearchData(
        ImageDataset images, SplitFractions fractions, long splitSeed, Split split, Optional<String> positiveClass) {
    /** Splits images as a training does where nothing is said. */
    public static SearchData of(ImageDataset images) {
        TrainingSettings usual = TrainingSettings.defaults();
        return of(images, usual.split().fractions(), usual.seeds().split());
    }

    /** Splits images. */
    public static SearchData of(ImageDataset images, SplitFractions fractions, long splitSeed) {
        Split split = new Splitter(fractions, splitSeed).split(images);
        return new SearchData(images, fractions, splitSeed, split, Optional.empty());
    }

    /**
     * With another positive class.
     *
     * @throws GraftException if there is no such class
     */
    public SearchData withPositiveClass(String name) {
        if (!images.classNames().contains(name)) {
            throw new GraftException("There is no class '" + name + "' to call positive. The classes are "
                    + String.join(", ", images.classNames()) + ".");
        }
        return new SearchData(images, fractions, splitSeed, split, Optional.of(name));
    }

    /** What addresses depend on. */
    SearchContext context(String engine) {
        List<String> classes = images.classNames();
        String positive = positiveClass.orElse(classes.get(classes.size() - 1));
        return new SearchContext(images.manifestHash(), split.hash(), engine, positive);
    }
}
