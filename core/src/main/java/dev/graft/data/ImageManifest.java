package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text file in UTF-8 with a header that lists images, with commas, semicolons or tabs between its columns: a column
 * {@code path}, relative to the file's folder or absolute, a column {@code label}, and optionally columns {@code group} and
 * {@code split}; {@link ManifestColumns} says where it is otherwise. Other columns are ignored, unless they are asked for. Blanks around values do not
 * count. An empty group means that the group is not known.
 *
 * @param file the CSV file
 * @param columns which columns hold what
 */
public record ImageManifest(Path file, ManifestColumns columns) {
    private static final int EXAMPLES = 5;

    /** What ids without an extension may stand for, to advise on it. */
    private static final List<String> EXTENSIONS = List.of("jpg", "png", "jpeg", "tif", "JPG", "PNG");

    /** With {@link ManifestColumns#defaults()}. */
    public ImageManifest(Path file) {
        this(file, ManifestColumns.defaults());
    }

    /** Reads with {@link ReadOptions#defaults()}. */
    public ImageDataset read() {
        return read(ReadOptions.defaults());
    }

    /**
     * Reads the list and opens every image on it.
     *
     * @return samples whose {@link ImageSample#name() names} are the paths relative to the manifest's folder, or to {@link
     *     ManifestColumns#root()}; an absolute path that leads elsewhere stays as it is
     * @throws GraftException if the file cannot be read as CSV, lacks a column or any row, or names a column twice; if a
     *     path or label is empty, a path is listed twice or a listed file is missing; if a row has not exactly one 1 in
     *     one-hot columns, or no part of a split in a column that was named for that; if there are fewer than two classes,
     *     or fewer than two readable images in a class; if groups or labels come from both a column and a pattern, or the
     *     pattern fails on an image; if a file is unreadable and that is to be fatal; or on interruption
     */
    public ImageDataset read(ReadOptions options) {
        if (!Files.isRegularFile(file)) {
            throw new GraftException("Manifest " + file + (Files.exists(file) ? " is not a file" : " does not exist")
                    + ". Expected a CSV file with a header line path,label or path,label,group.");
        }
        List<String> wanted = new ArrayList<>(columns.label());
        wanted.add(columns.path());
        List<Candidate> candidates =
                new ManifestText(file).read(wanted, rows -> new ManifestRows(file, columns, options).read(rows));
        if (candidates.isEmpty()) {
            throw new GraftException(
                    "Manifest " + file + " lists no images below its header. Expected one line for each" + " image.");
        }
        requireFiles(candidates);
        ListedImages listed = ListedImages.of(withUsableParts(candidates, options), List.of());
        return new DatasetReader(file.toString(), options).read(listed);
    }

    /** A column that was not named but found is a split only if it says so throughout. */
    private List<Candidate> withUsableParts(List<Candidate> candidates, ReadOptions options) {
        Set<Part> parts = new TreeSet<>();
        candidates.forEach(candidate -> candidate.part().ifPresent(parts::add));
        boolean whole =
                candidates.stream().allMatch(candidate -> candidate.part().isPresent());
        boolean split = whole && parts.contains(Part.TRAIN) && parts.size() > 1;
        if (options.readySplit() == ReadOptions.ReadySplit.USE
                && (split || columns.part().isPresent())) {
            return candidates;
        }
        return candidates.stream().map(Candidate::withoutPart).toList();
    }

    private void requireFiles(List<Candidate> candidates) {
        List<Candidate> missing = candidates.stream()
                .filter(candidate -> !Files.isRegularFile(candidate.path()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        String examples = String.join(
                ", ", missing.stream().limit(EXAMPLES).map(Candidate::name).toList());
        throw new GraftException(missing.size() + " of " + candidates.size() + " files listed in " + file
                + " do not exist, for example " + examples + ". Paths are relative to "
                + columns.root()
                        .map(root -> "the given folder " + root)
                        .orElse("the manifest's folder " + file.toAbsolutePath().getParent())
                + advice(missing.get(0)) + "; correct them, or remove the lines.");
    }

    private static String advice(Candidate missing) {
        return EXTENSIONS.stream()
                .filter(extension -> Files.isRegularFile(
                        missing.path().resolveSibling(missing.path().getFileName() + "." + extension)))
                .findFirst()
                .map(extension -> "; there is " + missing.name() + "." + extension
                        + ", so give the extension (--image-extension " + extension + ")")
                .orElse("");
    }
}
