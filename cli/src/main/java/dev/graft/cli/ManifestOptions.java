package dev.graft.cli;

import dev.graft.data.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on where an image's path, class, group and part stand. */
final class ManifestOptions {
    @Option(
            names = "--label-pattern",
            paramLabel = "REGEX",
            description = "What in a file name is the class, for example '(cat|dog)': folders and label columns do not"
                    + " count then.")
    private @Nullable String labelPattern;

    @Option(names = "--path-column", paramLabel = "NAME", description = "Manifest's column of paths (default: path).")
    private @Nullable String pathColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            split = ",",
            description = "Manifest's column of classes, or several of 1 and 0 named like classes (default: label).")
    private List<String> labelColumns = new ArrayList<>();

    @Option(
            names = "--group-column",
            paramLabel = "NAME",
            description = "Manifest's column of groups (default: group, if there).")
    private @Nullable String groupColumn;

    @Option(
            names = "--split-column",
            paramLabel = "NAME",
            description =
                    "Manifest's column that says train, validation or test (default: split, if it says so in every"
                            + " line).")
    private @Nullable String splitColumn;

    @Option(
            names = "--image-root",
            paramLabel = "DIR",
            description = "What the manifest's paths are relative to (default: its folder).")
    private @Nullable Path imageRoot;

    @Option(
            names = "--image-extension",
            paramLabel = "EXT",
            description = "Put behind the manifest's paths that lack it, for example jpg.")
    private @Nullable String imageExtension;

    /** The images with these columns; parts, groups and what to do about them may be changed. */
    ImageSource source(Path images) {
        return new ImageSource(
                images.toString(),
                "",
                ImageSource.text(labelPattern),
                ImageSource.text(pathColumn),
                labelColumns,
                ImageSource.text(groupColumn),
                ImageSource.text(splitColumn),
                ImageSource.text(imageRoot),
                ImageSource.text(imageExtension),
                "",
                "",
                ReadOptions.ReadySplit.USE,
                ReadOptions.OnUnreadable.SKIP,
                true);
    }
}
