package dev.graft.search;

import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.error.GraftException;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What all trials of a search learn from. Every configuration sees the same divisions of the images, whatever its seed: only
 * then can configurations be compared on the same images.
 *
 * @param images all of them
 * @param divisions one split by shares; or all folds, those of one round after another
 * @param positiveClass the class that sensitivity and ROC describe; the last one if empty
 */
public record SearchData(ImageDataset images, List<Division> divisions, Optional<String> positiveClass) {
    public SearchData {
        divisions = List.copyOf(divisions);
    }

    /** Splits images as a training does where nothing is said. */
    public static SearchData of(ImageDataset images) {
        TrainingSettings usual = TrainingSettings.defaults();
        return of(images, usual.split().fractions(), usual.seeds().split());
    }

    /** Splits images by shares. */
    public static SearchData of(ImageDataset images, SplitFractions fractions, long splitSeed) {
        Split split = new Splitter(fractions, splitSeed).split(images);
        Division only = new Division(SplitSettings.of(fractions), splitSeed, split);
        return new SearchData(images, List.of(only), Optional.empty());
    }

    /**
     * Cuts images into folds: each is in the test part of exactly one division of a round.
     *
     * @param shares of them the one to choose epochs by counts
     * @param folds of a round, at least 2
     * @param rounds how often the images are cut anew, at least 1
     * @param seed of the first round; the next ones count on
     * @throws GraftException as for {@link KFold}
     */
    public static SearchData ofFolds(ImageDataset images, SplitFractions shares, int folds, int rounds, long seed) {
        if (rounds < 1) {
            throw new GraftException("Found " + rounds + " rounds of folds, expected at least 1.");
        }
        List<Division> divisions = new ArrayList<>();
        for (long round = seed; round < seed + rounds; round++) {
            List<Split> splits = new KFold(folds, shares.validation(), round).split(images);
            for (int fold = 1; fold <= folds; fold++) {
                SplitSettings settings = SplitSettings.of(shares).withFold(fold, folds);
                divisions.add(new Division(settings, round, splits.get(fold - 1)));
            }
        }
        return new SearchData(images, divisions, Optional.empty());
    }

    /** Whether each configuration is trained on several folds. */
    public boolean inFolds() {
        return divisions.get(0).isFold();
    }

    /** The one split, or the first fold: of the others' sizes, for what only sizes matter to. */
    public Split split() {
        return divisions.get(0).split();
    }

    /**
     * The one that a trial is on.
     *
     * @throws GraftException if it is on none of them
     */
    public Division division(Trial trial) {
        return divisions.stream()
                .filter(division -> division.isOf(trial))
                .findFirst()
                .orElseThrow(() -> new GraftException("Found a trial on fold "
                        + trial.settings().split().fold() + ", expected one of the search's " + divisions.size()
                        + " divisions of the images. Use the search that it is from."));
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
        return new SearchData(images, divisions, Optional.of(name));
    }

    /** What addresses depend on. */
    SearchContext context(String engine) {
        List<String> classes = images.classNames();
        String positive = positiveClass.orElse(classes.get(classes.size() - 1));
        return new SearchContext(images.manifestHash(), hash(), engine, positive);
    }

    private String hash() {
        if (!inFolds()) {
            return split().hash();
        }
        String all = divisions.stream().map(each -> each.split().hash()).collect(Collectors.joining(" "));
        return DigestUtils.sha256Hex(all);
    }
}
