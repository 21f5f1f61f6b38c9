package dev.graft.settings;

import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.error.GraftException;

/**
 * How images are dealt out, as far as they do not come with a split.
 *
 * @param train share to learn from, above 0; in a file it may be left out beside the others
 * @param validation share to choose by, above 0
 * @param test share that is kept sealed, 0 or above
 * @param fold the test part is this one of several folds, counted from 1; 0 for a split by shares
 * @param folds how many there are; 0 for a split by shares
 */
public record SplitSettings(double train, double validation, double test, int fold, int folds) {
    /** @throws GraftException if shares do not add up to 1, or there is no such fold */
    public SplitSettings {
        new SplitFractions(train, validation, test);
        if (fold < 0 || fold > folds || folds > 0 && fold == 0 || folds == 1) {
            throw new GraftException("Found fold " + fold + " of " + folds
                    + ". Expected at least two folds and one of them, or 0 of 0 for a split by shares.");
        }
    }

    /** By shares. */
    public static SplitSettings of(SplitFractions shares) {
        return new SplitSettings(shares.train(), shares.validation(), shares.test(), 0, 0);
    }

    /** What is left to learn from, without the dust of binary fractions. */
    static double rest(double validation, double test) {
        return Math.round((1 - validation - test) * 1e9) / 1e9;
    }

    /** With other shares to choose by and to keep sealed. */
    public SplitSettings withShares(double validation, double test) {
        return new SplitSettings(rest(validation, test), validation, test, fold, folds);
    }

    /** One fold of several. */
    public SplitSettings withFold(int number, int of) {
        return new SplitSettings(train, validation, test, number, of);
    }

    /** The shares. */
    public SplitFractions fractions() {
        return new SplitFractions(train, validation, test);
    }

    /** Deals images out. */
    public Split split(ImageDataset images, long seed) {
        return fold == 0
                ? new Splitter(fractions(), seed).split(images)
                : new KFold(folds, validation, seed).split(images).get(fold - 1);
    }
}
