package dev.graft.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in plain sentences what a split guards against and what it does not. */
record SplitFindings(ImageDataset dataset, List<SplitUnit> units, Assignment dealt, Duplicates duplicates) {
    private static final int EXAMPLES = 3;
    private static final int FEW_GROUPS = 10;
    private static final double FAR_OFF = 0.2;
    /** Share of the images from which a set of images that look alike is suspicious. */
    private static final double CHAIN = 0.05;
    /** A typical accuracy, and the uncertainty in percentage points from which comparing models makes little sense. */
    private static final double ACCURACY = 0.9;

    private static final double WIDE = 5;

    List<String> guarantees(long seed) {
        List<String> sentences = new ArrayList<>();
        sentences.add("No image is in two parts: " + sizes() + " (seed " + seed + ").");
        long groups = groupCount();
        if (groups > 0) {
            sentences.add(
                    "Images of one group (for example one patient) never fall on both sides: " + groups + " groups.");
        }
        long copies = dataset.samples().size() - byHash().size();
        sentences.add(
                copies == 0
                        ? "No two files are equal."
                        : "Equal files never fall on both sides: " + copies
                                + (copies == 1 ? " file is a copy" : " files are copies") + " of another.");
        lookAlike().ifPresent(sentences::add);
        sentences.addAll(classShares());
        return sentences;
    }

    /** How evenly classes are spread. */
    List<String> classShares() {
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(
                Locale.ROOT,
                "Every class is in train and in validation; its share of a part differs by at most %.1f percentage"
                        + " points from its share of all images.",
                greatestShareDifference()));
        return sentences;
    }

    List<String> warnings() {
        List<String> sentences = new ArrayList<>();
        groupWarning().ifPresent(sentences::add);
        if (!duplicates.lookedAt()) {
            sentences.add("Near duplicates were not looked for: images that look alike may lie on both sides.");
        }
        conflictingLabels().ifPresent(sentences::add);
        alikeWithDifferentClasses().ifPresent(sentences::add);
        manyAlike().ifPresent(sentences::add);
        for (int part = 0; part < dealt.parts().size(); part++) {
            offSize(part).ifPresent(sentences::add);
            if (part > 0) {
                small(part).ifPresent(sentences::add);
                fewGroups(part).ifPresent(sentences::add);
            }
        }
        missingFromTest().ifPresent(sentences::add);
        return sentences;
    }

    /** For example {@code 70 in train, 15 in validation, 15 in test}. */
    String sizes() {
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < dealt.parts().size(); part++) {
            parts.add(dealt.size(part) + " in " + Splitter.PARTS.get(part));
        }
        return String.join(", ", parts);
    }

    private long groupCount() {
        return dataset.samples().stream()
                .map(ImageSample::group)
                .flatMap(Optional::stream)
                .distinct()
                .count();
    }

    private Optional<String> groupWarning() {
        int all = dataset.samples().size();
        long without = dataset.samples().stream()
                .filter(sample -> sample.group().isEmpty())
                .count();
        if (without == all) {
            return Optional.of("No groups were given: images of the same patient may lie on both sides, so the accuracy"
                    + " may be too optimistic. Use --group-pattern or a manifest with a group column.");
        }
        if (without > 0) {
            return Optional.of(without + " of " + all + " images have no group; each of them counts as its own group,"
                    + " so images of the same patient may lie on both sides.");
        }
        if (groupCount() == all) {
            return Optional.of("Every image is a group of its own, so the groups keep nothing together."
                    + " Check the group pattern or the group column.");
        }
        return Optional.empty();
    }

    private Map<String, List<ImageSample>> byHash() {
        Map<String, List<ImageSample>> copies = new HashMap<>();
        dataset.samples().stream()
                .sorted(Comparator.comparing(ImageSample::name))
                .forEach(sample -> copies.computeIfAbsent(sample.contentHash(), key -> new ArrayList<>())
                        .add(sample));
        return copies;
    }

    private Optional<String> conflictingLabels() {
        List<String> conflicts = byHash().values().stream()
                .filter(copies ->
                        copies.stream().mapToInt(ImageSample::label).distinct().count() > 1)
                .map(copies -> copies.stream().map(ImageSample::name).collect(Collectors.joining(" = ")))
                .sorted()
                .toList();
        if (conflicts.isEmpty()) {
            return Optional.empty();
        }
        String some = conflicts.stream().limit(EXAMPLES).collect(Collectors.joining("; "));
        return Optional.of("Equal files have different classes, so at least one label is wrong: " + some
                + (conflicts.size() > EXAMPLES ? " and " + (conflicts.size() - EXAMPLES) + " more" : "") + ".");
    }

    private List<DuplicateSet> alike() {
        return duplicates.listed().stream().filter(set -> !set.exact()).toList();
    }

    private Optional<String> lookAlike() {
        if (!duplicates.lookedAt()) {
            return Optional.empty();
        }
        List<DuplicateSet> sets = alike();
        int images = sets.stream().mapToInt(set -> set.images().size()).sum();
        return Optional.of(
                sets.isEmpty()
                        ? "No two images look alike (perceptual hash and thumbnail)."
                        : "Images that look alike (perceptual hash and thumbnail) never fall on both sides: " + images
                                + " images in " + sets.size() + (sets.size() == 1 ? " set." : " sets."));
    }

    private Optional<String> alikeWithDifferentClasses() {
        List<DuplicateSet> mixed =
                alike().stream().filter(set -> set.classes().size() > 1).toList();
        if (mixed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(mixed.size() + (mixed.size() == 1 ? " set" : " sets")
                + " of images that look alike hold different classes; check their labels: "
                + mixed.stream()
                        .limit(EXAMPLES)
                        .map(set -> String.join(" ~ ", first(set.images())))
                        .collect(Collectors.joining("; "))
                + (mixed.size() > EXAMPLES ? " and " + (mixed.size() - EXAMPLES) + " more" : "") + ".");
    }

    private static List<String> first(List<String> images) {
        return images.size() <= EXAMPLES
                ? images
                : Stream.concat(images.stream().limit(EXAMPLES), Stream.of("..."))
                        .toList();
    }

    /** Similarity that is passed on from image to image ties together what does not look alike any more. */
    private Optional<String> manyAlike() {
        return alike().stream()
                .max(Comparator.comparingInt(set -> set.images().size()))
                .filter(set -> set.images().size()
                        > Math.max(FEW_GROUPS, CHAIN * dataset.samples().size()))
                .map(set -> set.images().size() + " images look alike from one to the next, among them "
                        + String.join(", ", first(set.images()))
                        + ", and stay on one side. If they are different pictures of one kind, do not look for near"
                        + " duplicates (--near-duplicates ignore).");
    }

    private Optional<String> offSize(int part) {
        double wanted = dealt.wantedSizes().get(part);
        int found = dealt.size(part);
        if (Math.abs(found - wanted) <= Math.max(2, FAR_OFF * wanted)) {
            return Optional.empty();
        }
        SplitUnit largest =
                units.stream().max(Comparator.comparingInt(SplitUnit::size)).orElseThrow();
        return Optional.of(String.format(
                Locale.ROOT,
                "%s holds %d images, not about %d as wanted: sets that stay together are large (%s: %d images) or few.",
                title(part),
                found,
                Math.round(wanted),
                largest.describe(dataset),
                largest.size()));
    }

    private Optional<String> small(int part) {
        int images = dealt.size(part);
        double halfWidth = 100 * 1.96 * Math.sqrt(ACCURACY * (1 - ACCURACY) / images);
        if (halfWidth < WIDE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s holds only %d images: an accuracy of 90 %% measured there is uncertain by about"
                        + " %.0f percentage points up and down (95 %% interval).",
                title(part),
                images,
                halfWidth));
    }

    private Optional<String> fewGroups(int part) {
        List<SplitUnit> dealtUnits = dealt.parts().get(part);
        if (groupCount() == 0 || dealtUnits.size() >= FEW_GROUPS) {
            return Optional.empty();
        }
        return Optional.of(
                title(part) + " holds only " + dealtUnits.size()
                        + (dealtUnits.size() == 1 ? " group" : " groups")
                        + ": its images resemble each other, so what is measured there is less certain than their number suggests.");
    }

    private Optional<String> missingFromTest() {
        List<String> missing = new ArrayList<>();
        for (int label = 0;
                dealt.parts().size() > 2 && label < dataset.classNames().size();
                label++) {
            if (dealt.found(2, label) == 0) {
                missing.add(dataset.classNames().get(label));
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Test holds no image of: " + String.join(", ", missing) + ".");
    }

    private double greatestShareDifference() {
        double greatest = 0;
        int all = dataset.samples().size();
        for (int label = 0; label < dataset.classNames().size(); label++) {
            int total = 0;
            for (int part = 0; part < dealt.parts().size(); part++) {
                total += dealt.found(part, label);
            }
            for (int part = 0; part < dealt.parts().size(); part++) {
                double share = (double) dealt.found(part, label) / dealt.size(part);
                greatest = Math.max(greatest, Math.abs(share - (double) total / all));
            }
        }
        return 100 * greatest;
    }

    private static String title(int part) {
        String name = Splitter.PARTS.get(part);
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
