package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageManifest;
import dev.graft.data.ManifestColumns;
import dev.graft.data.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options on where an image's path, class, group and part stand. */
final class ManifestOptions {
    @Option(
            names = "--label-pattern",
            paramLabel = "REGEX",
            description = "What in a file name is the class, for example '(cat|dog)': folders and label columns do not"
                    + " count then.")
    private String labelPattern;

    @Option(names = "--path-column", paramLabel = "NAME", description = "Manifest's column of paths (default: path).")
    private String pathColumn;

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
    private String groupColumn;

    @Option(
            names = "--split-column",
            paramLabel = "NAME",
            description =
                    "Manifest's column that says train, validation or test (default: split, if it says so in every"
                            + " line).")
    private String splitColumn;

    @Option(
            names = "--image-root",
            paramLabel = "DIR",
            description = "What the manifest's paths are relative to (default: its folder).")
    private Path imageRoot;

    @Option(
            names = "--image-extension",
            paramLabel = "EXT",
            description = "Put behind the manifest's paths that lack it, for example jpg.")
    private String imageExtension;

    /** A folder or a manifest. */
    ImageDataset read(Path images, ReadOptions options) {
        ReadOptions all = labelPattern == null ? options : options.withLabelPattern(labelPattern);
        // A pipe is no folder either; the manifest's error says that it is no file.
        if (Files.exists(images) && !Files.isDirectory(images)) {
            return new ImageManifest(images, columns()).read(all);
        }
        requireNone(images);
        return new ImageFolder(images).read(all);
    }

    /** The options that concern folders too. */
    ReadOptions forFolders(Path images, ReadOptions options) {
        requireNone(images);
        return labelPattern == null ? options : options.withLabelPattern(labelPattern);
    }

    /** Whether the manifest's split is chosen by hand. */
    boolean namesSplit() {
        return splitColumn != null;
    }

    private void requireNone(Path folder) {
        boolean given = pathColumn != null
                || !labelColumns.isEmpty()
                || groupColumn != null
                || splitColumn != null
                || imageRoot != null
                || imageExtension != null;
        if (given) {
            throw new GraftException("--path-column, --label-column, --group-column, --split-column, --image-root and"
                    + " --image-extension are about a manifest, and " + folder
                    + " is none. Give a CSV file, or leave them out.");
        }
    }

    private ManifestColumns columns() {
        ManifestColumns columns = ManifestColumns.defaults();
        columns = pathColumn == null ? columns : columns.withPath(pathColumn);
        columns = labelColumns.isEmpty() ? columns : columns.withLabel(labelColumns);
        columns = groupColumn == null ? columns : columns.withGroup(groupColumn);
        columns = splitColumn == null ? columns : columns.withPart(splitColumn);
        columns = imageRoot == null ? columns : columns.withRoot(imageRoot);
        return imageExtension == null ? columns : columns.withExtension(imageExtension);
    }
}
