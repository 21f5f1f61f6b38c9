package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.data.ImageDataset;
import dev.graft.data.Part;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import dev.graft.data.SplitFolders;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.run.TransferTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on how images are read and split. */
final class DataOptions {
    /** What to do with images that look alike. */
    enum NearDuplicates {
        TOGETHER,
        IGNORE
    }

    @Option(
            names = "--group-pattern",
            paramLabel = "REGEX",
            description = "What in a file name must stay together, for example 'patient-(\\d+)': a group's images never"
                    + " fall on both sides of the split.")
    private String groupPattern;

    @Mixin
    private ManifestOptions manifest;

    @Option(
            names = "--validation-dir",
            paramLabel = "DIR",
            description = "Folder of class folders to choose by, beside those to learn from in the first one.")
    private Path validationFolder;

    @Option(
            names = "--test-dir",
            paramLabel = "DIR",
            description = "Folder of class folders to keep sealed until the end.")
    private Path testFolder;

    @Option(
            names = "--ready-split",
            paramLabel = "use|ignore",
            description = "What to do with a split that images come with, such as folders train, val and test (default:"
                    + " use).")
    private ReadOptions.ReadySplit readySplit = ReadOptions.ReadySplit.USE;

    @Option(
            names = "--on-unreadable",
            paramLabel = "skip|fail",
            description = "What to do with unreadable files (default: skip, and list them).")
    private ReadOptions.OnUnreadable onUnreadable = ReadOptions.OnUnreadable.SKIP;

    @Option(
            names = "--near-duplicates",
            paramLabel = "together|ignore",
            description = "Whether images that look alike stay on one side of the split (default: together).")
    private NearDuplicates nearDuplicates = NearDuplicates.TOGETHER;

    @Option(names = "--validation", paramLabel = "SHARE", description = "Share of images to choose by (default: 0.15).")
    private Double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description = "Share of images kept sealed until the end; may be 0 (default: 0.15).")
    private Double test;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "Class that sensitivity and ROC describe (default: the last by name).")
    private String positive;

    /** Reads a folder of class folders, or a manifest, with the split that they come with. */
    ImageDataset read(Path images, int threads, Console console) {
        checkSplit(images);
        ReadOptions options = ReadOptions.defaults()
                .withThreads(threads)
                .withOnUnreadable(onUnreadable)
                .withFingerprints(nearDuplicates == NearDuplicates.TOGETHER)
                .withReadySplit(readySplit)
                .withProgress(console);
        if (groupPattern != null) {
            options = options.withGroupPattern(groupPattern);
        }
        ImageDataset dataset = partsApart()
                ? new SplitFolders(images, Optional.ofNullable(validationFolder), Optional.ofNullable(testFolder))
                        .read(manifest.forFolders(images, options))
                : manifest.read(images, options);
        checkShare("--validation", validation, Part.VALIDATION, dataset);
        checkShare("--test", test, Part.TEST, dataset);
        console.dataset(dataset);
        if (!dataset.givenParts().isEmpty()) {
            console.line(describe(dataset));
        }
        return dataset;
    }

    private String describe(ImageDataset dataset) {
        List<String> given = new ArrayList<>();
        List<String> drawn = new ArrayList<>();
        for (Part part : Part.values()) {
            long count = dataset.samples().stream()
                    .filter(sample -> sample.part().filter(part::equals).isPresent())
                    .count();
            if (count > 0) {
                given.add(count + " " + part.id());
            } else if (part != Part.TEST || test() > 0) {
                drawn.add(part.id());
            }
        }
        return "Split: the images come with one, " + String.join(", ", given)
                + (drawn.isEmpty() ? "." : "; " + String.join(", ", drawn) + " is taken out of train.");
    }

    private boolean partsApart() {
        return validationFolder != null || testFolder != null;
    }

    private void checkSplit(Path images) {
        if (partsApart() && Files.isRegularFile(images)) {
            throw new GraftException("--validation-dir and --test-dir stand beside a folder, and " + images
                    + " is a file. Give a folder of class folders, or name the manifest's column with --split-column.");
        }
        if (readySplit == ReadOptions.ReadySplit.IGNORE && (partsApart() || manifest.namesSplit())) {
            throw new GraftException("--ready-split ignore and "
                    + (partsApart() ? "--validation-dir or --test-dir" : "--split-column")
                    + " exclude each other; give one of them.");
        }
    }

    /** What is given is not drawn. */
    private static void checkShare(String option, Double share, Part part, ImageDataset dataset) {
        if (share != null && dataset.givenParts().contains(part)) {
            throw new GraftException("The images come with a " + part.id() + " part, and " + option + " " + share
                    + " asks to draw one. Leave " + option + " out, or the split with --ready-split ignore.");
        }
    }

    /** The shares by which parts are drawn that images do not come with. */
    SplitFractions fractions() {
        // What is left, without the dust of binary fractions.
        return new SplitFractions(Math.round((1 - validation() - test()) * 1e9) / 1e9, validation(), test());
    }

    /** The shares that a split of these images has or will have. */
    SplitFractions fractions(ImageDataset dataset, long seed) {
        if (dataset.givenParts().isEmpty()) {
            return fractions();
        }
        Split given = new Splitter(fractions(), seed).split(dataset);
        double all = dataset.samples().size();
        double chosen = given.validation().size() / all;
        double sealed = given.test().size() / all;
        return new SplitFractions(1 - chosen - sealed, chosen, sealed);
    }

    /** Says how to split, as far as the images do not. */
    TransferTask configure(TransferTask task, ImageDataset dataset) {
        return dataset.givenParts().size() == Part.values().length ? task : task.split(fractions());
    }

    /** Notes the shares that had a say, given or by default. */
    void record(Map<String, String> values, ImageDataset dataset) {
        if (!dataset.givenParts().contains(Part.VALIDATION)) {
            values.put("--validation", String.valueOf(validation()));
        }
        if (!dataset.givenParts().contains(Part.TEST)) {
            values.put("--test", String.valueOf(test()));
        }
    }

    /** Share of images to choose by. */
    double validation() {
        return validation == null ? SplitFractions.defaults().validation() : validation;
    }

    private double test() {
        return test == null ? SplitFractions.defaults().test() : test;
    }

    /** Null for the last class. */
    String positive() {
        return positive;
    }
}
