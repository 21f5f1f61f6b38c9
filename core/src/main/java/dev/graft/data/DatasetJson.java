package dev.graft.data;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a data set, as JSON for other processes, so that they need not open its images to know them. Of each image
 * it keeps where it lies, its class, group, part, attributes and the hash of its content, but not what it looks like: {@link
 * Splitter} could not keep images together that look alike, so a split is handed on beside it. The manifest hash stays.
 *
 * <p>Images may lie elsewhere on another machine: all paths are kept relative to the deepest folder that holds all images, and
 * that folder can be replaced.
 */
public final class DatasetJson {
    private static final int FORMAT = 1;
    private static final JsonMapper MAPPER = BoundedJson.records().build();

    private DatasetJson() {}

    /** @param path relative to the root, with {@code /} as separator */
    private record Sample(
            String path,
            String name,
            int label,
            Optional<String> group,
            String contentHash,
            Optional<Part> part,
            Map<String, String> attributes) {
        static Sample of(ImageSample sample, Path root) {
            return new Sample(
                    text(root.relativize(absolute(sample))),
                    sample.name(),
                    sample.label(),
                    sample.group(),
                    sample.contentHash(),
                    sample.part(),
                    sample.attributes());
        }

        ImageSample in(Path root) {
            return new ImageSample(
                    root.resolve(path), name, label, group, contentHash, Optional.empty(), part, attributes);
        }
    }

    /** @param root the deepest folder that holds all images, absolute */
    private record Stored(
            int format,
            String root,
            String source,
            List<String> classNames,
            List<Sample> samples,
            List<UnreadableFile> unreadable,
            String manifestHash,
            int brightest,
            List<PassedOver> passedOver) {}

    /**
     * Writes a data set.
     *
     * @param images at least one
     * @return JSON in UTF-8
     */
    public static byte[] encode(ImageDataset images) {
        Path root = root(images.samples());
        Stored stored = new Stored(
                FORMAT,
                root.toString(),
                images.source(),
                images.classNames(),
                images.samples().stream().map(sample -> Sample.of(sample, root)).toList(),
                images.unreadable(),
                images.manifestHash(),
                images.brightest(),
                images.passedOver());
        try {
            return MAPPER.writeValueAsBytes(stored);
        } catch (IOException e) {
            throw new IllegalStateException("Data sets hold what can be written as JSON", e);
        }
    }

    /**
     * Reads it back: equal, but that nobody knows what the images look like.
     *
     * @param root the folder that holds all images here; empty for where they lay
     * @throws GraftException if it is no data set, or one of another version of Graft
     */
    public static ImageDataset decode(byte[] encoded, Optional<Path> root) {
        try {
            Stored stored = MAPPER.readValue(encoded, Stored.class);
            if (stored == null || stored.format() != FORMAT) {
                throw new IOException(stored == null ? "nothing" : "format " + stored.format());
            }
            Path here = root.orElseGet(() -> Path.of(stored.root()));
            return new ImageDataset(
                    stored.source(),
                    stored.classNames(),
                    stored.samples().stream().map(sample -> sample.in(here)).toList(),
                    stored.unreadable(),
                    stored.manifestHash(),
                    stored.brightest(),
                    stored.passedOver(),
                    Optional.empty());
        } catch (IOException e) {
            throw new GraftException(
                    "Found no data set (" + e.getMessage()
                            + "). Expected what the same version of Graft wrote; use one version everywhere.",
                    e);
        }
    }

    private static Path absolute(ImageSample sample) {
        return sample.path().toAbsolutePath().normalize();
    }

    private static String text(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    /** Files of one data set lie below one root of the file system. */
    private static Path root(List<ImageSample> samples) {
        Path root = absolute(samples.get(0)).getParent();
        for (ImageSample sample : samples) {
            Path file = absolute(sample);
            while (root != null && !file.startsWith(root)) {
                root = root.getParent();
            }
        }
        if (root == null) {
            throw new GraftException("The images lie on several drives, and only those of one can be found on another"
                    + " machine. Put them below one folder.");
        }
        return root;
    }
}
