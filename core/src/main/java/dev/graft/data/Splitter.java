package dev.graft.data;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Cuts a data set into train, validation and test. Classes keep their shares in every part as far as groups allow.
 * Images of one group, and images that are equal or look alike together with their groups, stay on one side. The result
 * depends on the seed and on the samples' names, classes, groups, contents and looks alone: not on their order, nor on
 * where they lie.
 *
 * <p>Images that come with a split, see {@link ImageSample#part()}, keep it. A validation or test part that it lacks is
 * taken out of its train part by the same rules: the share that {@code fractions} name, of the train part. What lies on both
 * sides of a given split is not moved but told in {@link Split#warnings()}.
 *
 * @param fractions the wanted shares; of parts that are given they have no say
 * @param seed equal seeds give equal splits
 */
public record Splitter(SplitFractions fractions, long seed) {
    static final List<String> PARTS = List.of("train", "validation", "test");

    static final int ATTEMPTS = 16;

    /** Train and validation must hold every class. */
    private static final int REQUIRED_PARTS = 2;

    /** With {@link SplitFractions#defaults()}. */
    public Splitter(long seed) {
        this(SplitFractions.defaults(), seed);
    }

    /**
     * Splits a data set.
     *
     * @return indices into the data set's samples, in each part sorted by name; and what the split guards against
     * @throws GraftException if a class has fewer than two images, or if groups and copies leave a part empty or a
     *     class out of train or validation; or if only some of the images have a part, or none has the train part
     */
    public Split split(ImageDataset dataset) {
        return dataset.givenParts().isEmpty()
                ? draw(dataset)
                : new GivenSplit(dataset, Duplicates.in(dataset)).split(fractions, seed);
    }

    private Split draw(ImageDataset dataset) {
        Duplicates duplicates = Duplicates.in(dataset);
        List<SplitUnit> units = new UnitFinder(dataset, duplicates).find();
        double[] shares = fractions.present();
        checkFeasible(dataset, units, shares.length);
        Assignment dealt = deal(dataset, units, shares, new Random(seed));
        SplitFindings findings = new SplitFindings(dataset, units, dealt, duplicates);
        return new Split(
                dealt.samples(0, dataset),
                dealt.samples(1, dataset),
                shares.length > 2 ? dealt.samples(2, dataset) : List.of(),
                seed,
                findings.guarantees(seed),
                findings.warnings(),
                duplicates.listed(),
                Optional.empty());
    }

    /** Deals units out to train, validation and perhaps test. */
    static Assignment deal(ImageDataset dataset, List<SplitUnit> units, double[] shares, Random random) {
        Stratification stratification =
                new Stratification(units, dataset.classNames().size(), shares, REQUIRED_PARTS);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (stratification.deal(random)) {
                return stratification.dealt();
            }
        }
        throw incomplete(dataset, units, stratification.dealt());
    }

    private static void checkFeasible(ImageDataset dataset, List<SplitUnit> units, int parts) {
        for (int label = 0; label < dataset.classNames().size(); label++) {
            checkClass(dataset, units, label);
        }
        if (units.size() < parts) {
            boolean alone = units.stream().allMatch(unit -> unit.size() == 1);
            String found = alone
                    ? "There are only " + units.size() + " images"
                    : "The images form only " + units.size() + " sets that must stay together ("
                            + (isGrouped(dataset) ? "groups, and " : "") + "images that are equal or look alike)";
            throw new GraftException(
                    found + ", but " + parts + " parts are wanted. Leave out the test part, or add images"
                            + (isGrouped(dataset) ? " of other groups." : "."));
        }
    }

    /** Where no groups are known, they are not to blame. */
    private static boolean isGrouped(ImageDataset dataset) {
        return dataset.samples().stream().anyMatch(sample -> sample.group().isPresent());
    }

    private static void checkClass(ImageDataset dataset, List<SplitUnit> units, int label) {
        String name = dataset.classNames().get(label);
        long images = dataset.samples().stream()
                .filter(sample -> sample.label() == label)
                .count();
        if (images < 2) {
            throw new GraftException(
                    "Class \"" + name + "\" has " + images + (images == 1 ? " image" : " images")
                            + "; at least 2 are needed, one in train and one in validation. Add images, or leave the class out.");
        }
        List<SplitUnit> holders =
                units.stream().filter(unit -> holds(unit, label)).toList();
        if (holders.size() == 1) {
            throw new GraftException("All " + images + " images of class \"" + name + "\" belong to "
                    + holders.get(0).describe(dataset) + " and must stay on one side, so the class cannot be in both"
                    + " train and validation. Add images of another group, or correct the groups.");
        }
    }

    private static boolean holds(SplitUnit unit, int label) {
        return Arrays.binarySearch(unit.classes(), label) >= 0;
    }

    private static GraftException incomplete(ImageDataset dataset, List<SplitUnit> units, Assignment dealt) {
        SplitUnit largest =
                units.stream().max(Comparator.comparingInt(SplitUnit::size)).orElseThrow();
        String obstacle = obstacle(dataset, units, largest, dealt.parts().size());
        for (int part = 0; part < dealt.parts().size(); part++) {
            if (dealt.size(part) == 0) {
                return new GraftException("No image is left for " + PARTS.get(part) + "." + obstacle);
            }
            for (int label = 0; label < dataset.classNames().size(); label++) {
                if (part < 2 && dealt.found(part, label) == 0) {
                    return new GraftException("No way was found to have class \""
                            + dataset.classNames().get(label) + "\" in " + PARTS.get(part) + " and every class in both"
                            + " train and validation." + obstacle);
                }
            }
        }
        throw new IllegalStateException("The split is complete");
    }

    private static String obstacle(ImageDataset dataset, List<SplitUnit> units, SplitUnit largest, int parts) {
        String fewer = parts > 2 ? ", or leave out the test part." : ".";
        if (largest.size() == 1) {
            return " There are only " + units.size() + " images of "
                    + dataset.classNames().size() + " classes for " + parts + " parts. Add images" + fewer;
        }
        String held = "the largest such set, " + largest.describe(dataset) + ", holds " + largest.size() + " of "
                + dataset.samples().size() + " images.";
        return isGrouped(dataset)
                ? " Images of one group, and images that are equal or look alike, stay on one side; " + held
                        + " Add images of other groups, correct the groups, or choose other shares."
                : " Images that are equal or look alike stay on one side; " + held + " Add other images" + fewer;
    }
}
