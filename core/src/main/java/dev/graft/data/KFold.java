package dev.graft.data;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * Cuts a data set into folds for cross-validation: each image is in the test part of exactly one of the splits. What is
 * left of each is cut into train and validation. As with {@link Splitter}, classes keep their shares as far as groups allow,
 * and images of one group, and images that are equal or look alike, stay on one side.
 *
 * @param folds how many, at least 2
 * @param validation share of all images to choose by, above 0; together with a fold below 1
 * @param seed equal seeds give equal folds
 */
public record KFold(int folds, double validation, long seed) {
    /** @throws GraftException if a number is out of range */
    public KFold {
        if (folds < 2 || !(validation > 0 && validation < 1 - 1.0 / Math.max(1, folds))) {
            throw new GraftException("Found " + folds + " folds and a validation share of " + validation
                    + ". Expected at least 2 folds, and a validation share above 0 that leaves something to learn from"
                    + " when a fold is taken away, for example 5 folds and 0.15.");
        }
    }

    /**
     * Splits a data set.
     *
     * @return one split for each fold, whose test part is the fold
     * @throws GraftException if groups and copies leave a part of some fold empty, or a class out of its train or validation
     *     part; or if the images come with a split, see {@link ImageDataset#withoutParts()}
     */
    public List<Split> split(ImageDataset dataset) {
        if (!dataset.givenParts().isEmpty()) {
            throw new GraftException(
                    "The images come with a split of their own, and folds would cut them anew. Leave out"
                            + " the folds, or ignore the split (--ready-split ignore).");
        }
        Duplicates duplicates = Duplicates.in(dataset);
        List<SplitUnit> units = new UnitFinder(dataset, duplicates).find();
        if (units.size() < folds) {
            throw new GraftException("The images form only " + units.size()
                    + " sets that must stay together (groups, and images that are equal or look alike), but " + folds
                    + " folds are wanted. Choose fewer folds, or add images of other groups.");
        }
        Random random = new Random(seed);
        Assignment dealt = deal(dataset, units, random);
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            splits.add(split(dataset, duplicates, dealt, fold, random));
        }
        return splits;
    }

    private Assignment deal(ImageDataset dataset, List<SplitUnit> units, Random random) {
        double[] shares = DoubleStream.generate(() -> 1.0 / folds).limit(folds).toArray();
        Stratification stratification =
                new Stratification(units, dataset.classNames().size(), shares, folds);
        boolean complete = false;
        for (int attempt = 0; attempt < Splitter.ATTEMPTS && !complete; attempt++) {
            complete = stratification.deal(random);
        }
        // A class may have fewer groups than there are folds: its split says so.
        return stratification.dealt();
    }

    private Split split(ImageDataset dataset, Duplicates duplicates, Assignment dealt, int fold, Random random) {
        List<SplitUnit> rest = dealt.without(fold);
        if (dealt.size(fold) == 0) {
            throw new GraftException("No image is left for fold " + (fold + 1) + " of " + folds
                    + ", because sets that must stay together are large. Choose fewer folds.");
        }
        double share = validation / (1 - 1.0 / folds);
        Assignment parts = Splitter.deal(dataset, rest, new double[] {1 - share, share}, random)
                .plus(dealt.parts().get(fold), dealt.wantedSizes().get(fold));
        SplitFindings findings = new SplitFindings(dataset, rest, parts, duplicates);
        List<String> guarantees = new ArrayList<>(findings.guarantees(seed));
        Fold which = new Fold(fold + 1, folds);
        guarantees.add(0, "Fold " + which.number() + " of " + folds + ": every image is held out in exactly one fold.");
        return new Split(
                parts.samples(0, dataset),
                parts.samples(1, dataset),
                parts.samples(2, dataset),
                seed,
                guarantees,
                findings.warnings(),
                duplicates.listed(),
                Optional.of(which));
    }
}
