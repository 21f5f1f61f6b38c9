package dev.graft.examples.cli;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageManifest;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFractions;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of images to choose by (default: ${DEFAULT-VALUE}).")
    private double validation = 0.15;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description = "Share of images kept sealed until the end; may be 0 (default: ${DEFAULT-VALUE}).")
    private double test = 0.15;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "Class that sensitivity and ROC describe (default: the last by name).")
    private String positive;

    /** Reads a folder of class folders, or a manifest. */
    ImageDataset read(Path images, int threads, Console console) {
        ReadOptions options = ReadOptions.defaults()
                .withThreads(threads)
                .withOnUnreadable(onUnreadable)
                .withFingerprints(nearDuplicates == NearDuplicates.TOGETHER)
                .withProgress(console);
        if (groupPattern != null) {
            options = options.withGroupPattern(groupPattern);
        }
        ImageDataset dataset = Files.isRegularFile(images)
                ? new ImageManifest(images).read(options)
                : new ImageFolder(images).read(options);
        console.dataset(dataset);
        return dataset;
    }

    SplitFractions fractions() {
        // What is left, without the dust of binary fractions.
        return new SplitFractions(Math.round((1 - validation - test) * 1e9) / 1e9, validation, test);
    }

    /** Share of images to choose by. */
    double validation() {
        return validation;
    }

    /** Null for the last class. */
    String positive() {
        return positive;
    }
}
