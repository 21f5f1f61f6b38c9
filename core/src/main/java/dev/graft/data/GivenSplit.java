package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Keeps to the split that images come with, and takes a part that it lacks out of its train part. */
record GivenSplit(ImageDataset dataset, Duplicates duplicates) {
    /** @throws GraftException if the given parts are no split, or a class is missing where it must be */
    Split split(SplitFractions fractions, long seed) {
        requireAllGiven();
        List<SplitUnit> units = new UnitFinder(dataset, duplicates).find();
        Map<Part, Assignment> dealt = deal(units, fractions, new Random(seed));
        Assignment all = new Assignment(List.of(), List.of());
        for (Map.Entry<Part, Assignment> part : dealt.entrySet()) {
            all = all.plus(
                    part.getValue().parts().get(0),
                    part.getValue().wantedSizes().get(0));
        }
        requireClasses(all);
        List<SplitUnit> dealtUnits = all.parts().stream().flatMap(List::stream).toList();
        SplitFindings findings = new SplitFindings(dataset, dealtUnits, all, duplicates);
        List<String> guarantees = new ArrayList<>();
        guarantees.add(
                "The images came with this split, and it was kept: " + findings.sizes() + taken(dealt, seed) + ".");
        guarantees.addAll(findings.classShares());
        List<String> warnings = new ArrayList<>(new SharedBetweenParts(dataset, duplicates).warnings());
        warnings.addAll(findings.warnings());
        return new Split(
                all.samples(0, dataset),
                all.samples(1, dataset),
                dealt.containsKey(Part.TEST) ? all.samples(2, dataset) : List.of(),
                seed,
                guarantees,
                warnings,
                duplicates.listed(),
                Optional.empty());
    }

    private void requireAllGiven() {
        Optional<ImageSample> without = dataset.samples().stream()
                .filter(sample -> sample.part().isEmpty())
                .findFirst();
        if (without.isPresent()) {
            throw new GraftException("Some images come with a part of a split and others do not, for example "
                    + without.get().name() + ". Say of each image to which part it belongs, or of none.");
        }
        if (!dataset.givenParts().contains(Part.TRAIN) || dataset.givenParts().size() < 2) {
            throw new GraftException("The images come with the parts " + dataset.givenParts()
                    + ". Expected train and at least one of validation and test.");
        }
    }

    /** Each part by itself; train, validation and, if there is one, test. */
    private Map<Part, Assignment> deal(List<SplitUnit> units, SplitFractions fractions, Random random) {
        Map<Part, Assignment> parts = new EnumMap<>(Part.class);
        for (Part part : dataset.givenParts()) {
            List<SplitUnit> within = within(units, part);
            double images = within.stream().mapToInt(SplitUnit::size).sum();
            parts.put(part, new Assignment(List.of(within), List.of(images)));
        }
        if (!parts.containsKey(Part.VALIDATION)) {
            take(Part.VALIDATION, fractions.validation(), 2, parts, random);
        }
        if (!parts.containsKey(Part.TEST) && fractions.test() > 0) {
            take(Part.TEST, fractions.test(), 1, parts, random);
        }
        return parts;
    }

    private List<SplitUnit> within(List<SplitUnit> units, Part part) {
        return units.stream().flatMap(unit -> unit.in(part, dataset).stream()).toList();
    }

    /** @param required 2 if the part must hold every class as train must, else 1 */
    private void take(Part missing, double share, int required, Map<Part, Assignment> parts, Random random) {
        List<SplitUnit> train =
                Lookup.in(parts, Part.TRAIN, "assignment").parts().get(0);
        Stratification stratification =
                new Stratification(train, dataset.classNames().size(), new double[] {1 - share, share}, required);
        for (int attempt = 0; attempt < Splitter.ATTEMPTS; attempt++) {
            if (stratification.deal(random)) {
                Assignment dealt = stratification.dealt();
                parts.put(Part.TRAIN, one(dealt, 0));
                parts.put(missing, one(dealt, 1));
                return;
            }
        }
        throw new GraftException("The images come without a " + missing.id()
                + " part, and none with every class could be"
                + " taken out of the train part: it holds "
                + train.stream().mapToInt(SplitUnit::size).sum() + " images in " + train.size()
                + " sets that must stay together (groups, and images that are equal or look alike). Bring a "
                + missing.id() + " part" + (missing == Part.TEST ? ", or do without (a test share of 0)." : "."));
    }

    private static Assignment one(Assignment dealt, int part) {
        return new Assignment(
                List.of(dealt.parts().get(part)), List.of(dealt.wantedSizes().get(part)));
    }

    private String taken(Map<Part, Assignment> dealt, long seed) {
        List<String> taken = dealt.keySet().stream()
                .filter(part -> !dataset.givenParts().contains(part))
                .map(Part::id)
                .toList();
        return taken.isEmpty()
                ? ""
                : "; " + String.join(" and ", taken) + " was taken out of train by groups (seed " + seed + ")";
    }

    private void requireClasses(Assignment dealt) {
        for (int part = 0; part < 2; part++) {
            TreeSet<String> missing = new TreeSet<>();
            for (int label = 0; label < dataset.classNames().size(); label++) {
                if (dealt.found(part, label) == 0) {
                    missing.add(dataset.classNames().get(label));
                }
            }
            if (!missing.isEmpty()) {
                throw new GraftException("The given " + Splitter.PARTS.get(part) + " part holds no readable image of "
                        + String.join(", ", missing) + ". Every class must be in train and in validation"
                        + dataset.similarClasses()
                                .map(sentence -> ". " + sentence)
                                .orElse("; add images, or leave the class out."));
            }
        }
    }
}
