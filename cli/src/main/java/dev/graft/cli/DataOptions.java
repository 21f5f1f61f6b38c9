package dev.graft.cli;

import dev.graft.data.ImageDataset;
import dev.graft.data.Part;
import dev.graft.data.ReadOptions;
import dev.graft.error.GraftException;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
    private @Nullable String groupPattern;

    @Mixin
    private ManifestOptions manifest;

    @Option(
            names = "--validation-dir",
            paramLabel = "DIR",
            description = "Folder of class folders to choose by, beside those to learn from in the first one.")
    private @Nullable Path validationFolder;

    @Option(
            names = "--test-dir",
            paramLabel = "DIR",
            description = "Folder of class folders to keep sealed until the end.")
    private @Nullable Path testFolder;

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

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of images to choose by (default: ${bundle:default.validation}).")
    private @Nullable Double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description = "Share of images kept sealed until the end; may be 0 (default: ${bundle:default.test}).")
    private @Nullable Double test;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "Class that sensitivity and ROC describe (default: the last by name).")
    private @Nullable String positive;

    /** Where images are and how they are read. */
    ImageSource source(Path images) {
        ImageSource plain = manifest.source(images);
        return new ImageSource(
                plain.images(),
                ImageSource.text(groupPattern),
                plain.labelPattern(),
                plain.pathColumn(),
                plain.labelColumns(),
                plain.groupColumn(),
                plain.splitColumn(),
                plain.imageRoot(),
                plain.imageExtension(),
                ImageSource.text(validationFolder),
                ImageSource.text(testFolder),
                readySplit,
                onUnreadable,
                nearDuplicates == NearDuplicates.TOGETHER);
    }

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        TrainingSettings settings = base;
        if (validation != null || test != null) {
            SplitSettings split = base.split();
            settings = settings.withSplit(split.withShares(
                    validation == null ? split.validation() : validation, test == null ? split.test() : test));
        }
        if (positive == null) {
            return settings;
        }
        String name = positive;
        return settings.withEvaluation(evaluation -> evaluation.withPositiveClass(name));
    }

    /** What is given is not drawn. */
    void check(ImageDataset dataset) {
        check("--validation", validation, Part.VALIDATION, dataset);
        check("--test", test, Part.TEST, dataset);
    }

    private static void check(String option, @Nullable Double share, Part part, ImageDataset dataset) {
        if (share != null && dataset.givenParts().contains(part)) {
            throw new GraftException("The images come with a " + part.id() + " part, and " + option + " " + share
                    + " asks to draw one. Leave " + option + " out, or the split with --ready-split ignore.");
        }
    }
}
