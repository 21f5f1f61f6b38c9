package dev.graft.data;

import dev.graft.GraftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder with one folder of images for each class. Images may lie deeper; the topmost folder is the class. Hidden
 * files and folders and files without an image's extension are passed over.
 *
 * @param folder the root
 */
public record ImageFolder(Path folder) {
    /** Some cannot be decoded, but are surely meant as images: better reported than passed over. */
    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "gif", "tif", "tiff", "webp", "heic", "heif", "avif",
            "jp2", "dcm");

    /** Reads with {@link ReadOptions#defaults()}. */
    public ImageDataset read() {
        return read(ReadOptions.defaults());
    }

    /**
     * Lists the images and opens each of them.
     *
     * @return samples whose {@link ImageSample#name() names} are relative to the folder
     * @throws GraftException if the folder is missing, is no folder or holds no images; if an image lies outside the
     *     class folders; if there are fewer than two classes, or fewer than two readable images in a class; if the
     *     group pattern fails on an image; if a file is unreadable and that is to be fatal; or on interruption
     */
    public ImageDataset read(ReadOptions options) {
        checkFolder();
        List<String> classes = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        List<Path> stray = new ArrayList<>();
        List<Path> entries = visible(folder, 1);
        if (entries.isEmpty()) {
            throw new GraftException("Folder " + folder + " is empty. " + expectation());
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                classes.add(entry.getFileName().toString());
                candidates.addAll(images(entry));
            } else if (isImage(entry)) {
                stray.add(entry);
            }
        }
        checkLayout(classes, candidates, stray);
        return new DatasetReader(folder.toString(), options).read(classes, candidates);
    }

    private void checkFolder() {
        if (!Files.exists(folder)) {
            throw new GraftException("Folder " + folder + " does not exist. " + expectation());
        }
        if (!Files.isDirectory(folder)) {
            throw new GraftException(folder + " is a file, not a folder. " + expectation());
        }
    }

    private void checkLayout(List<String> classes, List<Candidate> candidates, List<Path> stray) {
        if (!stray.isEmpty()) {
            throw new GraftException(stray.size() + " images lie directly in " + folder + ", for example "
                    + stray.get(0).getFileName() + ", so their class is unknown. " + expectation());
        }
        if (classes.isEmpty() || candidates.isEmpty()) {
            throw new GraftException("No images were found in " + folder + ". " + expectation());
        }
    }

    private static String expectation() {
        return "Expected a folder that holds one folder of images for each class, such as normal/ and stroke/.";
    }

    private List<Candidate> images(Path classFolder) {
        String label = classFolder.getFileName().toString();
        return visible(classFolder, Integer.MAX_VALUE).stream()
                .filter(path -> Files.isRegularFile(path) && isImage(path))
                .map(path -> new Candidate(path, relativeName(path), label, Optional.empty()))
                .toList();
    }

    private String relativeName(Path path) {
        List<String> parts = new ArrayList<>();
        folder.relativize(path).forEach(part -> parts.add(part.toString()));
        return String.join("/", parts);
    }

    /** What lies under a folder without hidden files and what lies in hidden folders; sorted. */
    private static List<Path> visible(Path root, int depth) {
        try (Stream<Path> paths = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> !path.equals(root))
                    .filter(path -> !isHidden(root.relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new GraftException(
                    "Listing folder " + root + " failed: " + e.getMessage() + ". Check that it may be read.", e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().equals("__MACOSX")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isImage(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)) && name.contains(".");
    }
}
