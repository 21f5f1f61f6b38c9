package dev.graft.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageManifest;
import dev.graft.data.ManifestColumns;
import dev.graft.data.Part;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFolders;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where images are and how they are read, as a result records it. An empty text is what was not said.
 *
 * @param images folder of class folders, or a manifest
 * @param groupPattern what in a file name must stay together
 * @param labelPattern what in a file name is the class
 * @param pathColumn of a manifest
 * @param labelColumns of a manifest
 * @param groupColumn of a manifest
 * @param splitColumn of a manifest
 * @param imageRoot what a manifest's paths are relative to
 * @param imageExtension put behind a manifest's paths
 * @param validationFolder beside a folder to learn from
 * @param testFolder beside a folder to learn from
 * @param readySplit what to do with a split that images come with
 * @param onUnreadable what to do with unreadable files
 * @param fingerprints whether images that look alike stay together
 */
record ImageSource(
        String images,
        String groupPattern,
        String labelPattern,
        String pathColumn,
        List<String> labelColumns,
        String groupColumn,
        String splitColumn,
        String imageRoot,
        String imageExtension,
        String validationFolder,
        String testFolder,
        ReadOptions.ReadySplit readySplit,
        ReadOptions.OnUnreadable onUnreadable,
        boolean fingerprints) {
    /** Section of the provenance that holds it. */
    static final String SECTION = "images";

    private static final JsonMapper MAPPER = BoundedJson.mapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /**
     * What a result recorded.
     *
     * @param now where the images are now; empty for where they were
     */
    static ImageSource of(Map<String, ?> recorded, Optional<Path> now, Path result) {
        Map<String, Object> values = new LinkedHashMap<>(recorded);
        now.ifPresent(path -> values.put("images", path.toString()));
        try {
            return MAPPER.convertValue(values, ImageSource.class);
        } catch (IllegalArgumentException e) {
            throw new GraftException(
                    result + " does not say in a form that this version understands how its images were read ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "). Use the version of Graft that wrote it.",
                    e);
        }
    }

    /** The same images with groups from file names, and another rule for unreadable files. */
    ImageSource with(String pattern, ReadOptions.OnUnreadable rule) {
        return new ImageSource(
                images,
                pattern,
                labelPattern,
                pathColumn,
                labelColumns,
                groupColumn,
                splitColumn,
                imageRoot,
                imageExtension,
                validationFolder,
                testFolder,
                readySplit,
                rule,
                false);
    }

    /** With absolute paths, so that it holds in other folders too. */
    Map<String, Object> recorded() {
        Map<String, Object> values = MAPPER.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
        for (String path : List.of("images", "imageRoot", "validationFolder", "testFolder")) {
            values.computeIfPresent(path, (name, text) -> absolute((String) text));
        }
        return values;
    }

    private static String absolute(String path) {
        return path.isEmpty() ? "" : Path.of(path).toAbsolutePath().normalize().toString();
    }

    /** The text of a path; empty for null. */
    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Reads them, with the split that they come with. */
    ImageDataset read(ReadOptions with) {
        return read(with, List.of());
    }

    /**
     * The same with further columns of a manifest.
     *
     * @param further names of the columns; only for a manifest
     */
    ImageDataset read(ReadOptions with, List<String> further) {
        ReadOptions options = with.withOnUnreadable(onUnreadable)
                .withFingerprints(fingerprints)
                .withReadySplit(readySplit);
        options = groupPattern.isEmpty() ? options : options.withGroupPattern(groupPattern);
        options = labelPattern.isEmpty() ? options : options.withLabelPattern(labelPattern);
        Path path = Path.of(images);
        checkSplit(path);
        // A pipe is no folder either; the manifest's error says that it is no file.
        boolean manifest = Files.exists(path) && !Files.isDirectory(path);
        if (manifest) {
            return new ImageManifest(path, columns().withFurther(further)).read(options);
        }
        requireNoColumns(path);
        if (!further.isEmpty()) {
            throw new GraftException("--subgroup names columns of a manifest, and " + path
                    + " is none. Give a CSV file with these columns, or leave it out.");
        }
        return partsApart()
                ? new SplitFolders(path, folder(validationFolder), folder(testFolder)).read(options)
                : new ImageFolder(path).read(options);
    }

    /**
     * The same, telling of it.
     *
     * @param test share that is drawn where images do not come with a test part
     */
    ImageDataset read(ReadOptions with, double test, Console console) {
        ImageDataset dataset = read(with);
        console.dataset(dataset);
        if (!dataset.givenParts().isEmpty()) {
            console.line(describe(dataset, test));
        }
        return dataset;
    }

    private static String describe(ImageDataset images, double test) {
        List<String> given = new ArrayList<>();
        List<String> drawn = new ArrayList<>();
        for (Part part : Part.values()) {
            long count = images.samples().stream()
                    .filter(sample -> sample.part().filter(part::equals).isPresent())
                    .count();
            if (count > 0) {
                given.add(count + " " + part.id());
            } else if (part != Part.TEST || test > 0) {
                drawn.add(part.id());
            }
        }
        return "Split: the images come with one, " + String.join(", ", given)
                + (drawn.isEmpty() ? "." : "; " + String.join(", ", drawn) + " is taken out of train.");
    }

    private static Optional<Path> folder(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private boolean partsApart() {
        return !validationFolder.isEmpty() || !testFolder.isEmpty();
    }

    private void checkSplit(Path path) {
        if (partsApart() && Files.isRegularFile(path)) {
            throw new GraftException("--validation-dir and --test-dir stand beside a folder, and " + path
                    + " is a file. Give a folder of class folders, or name the manifest's column with --split-column.");
        }
        if (readySplit == ReadOptions.ReadySplit.IGNORE && (partsApart() || !splitColumn.isEmpty())) {
            throw new GraftException("--ready-split ignore and "
                    + (partsApart() ? "--validation-dir or --test-dir" : "--split-column")
                    + " exclude each other; give one of them.");
        }
    }

    private void requireNoColumns(Path folder) {
        String all = pathColumn + groupColumn + splitColumn + imageRoot + imageExtension;
        if (!all.isEmpty() || !labelColumns.isEmpty()) {
            throw new GraftException("--path-column, --label-column, --group-column, --split-column, --image-root and"
                    + " --image-extension are about a manifest, and " + folder
                    + " is none. Give a CSV file, or leave them out.");
        }
    }

    private ManifestColumns columns() {
        ManifestColumns columns = ManifestColumns.defaults();
        columns = pathColumn.isEmpty() ? columns : columns.withPath(pathColumn);
        columns = labelColumns.isEmpty() ? columns : columns.withLabel(labelColumns);
        columns = groupColumn.isEmpty() ? columns : columns.withGroup(groupColumn);
        columns = splitColumn.isEmpty() ? columns : columns.withPart(splitColumn);
        columns = imageRoot.isEmpty() ? columns : columns.withRoot(Path.of(imageRoot));
        return imageExtension.isEmpty() ? columns : columns.withExtension(imageExtension);
    }
}
