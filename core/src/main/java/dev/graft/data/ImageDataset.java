package dev.graft.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled images on disk. Immutable; pixels are decoded when needed.
 *
 * @param source where it came from, for people: a folder or a manifest
 * @param classNames in order of their index (sorted by name)
 * @param samples sorted by {@link ImageSample#name()}
 * @param unreadable files left out, with the reason
 * @param manifestHash SHA-256 over names, labels, groups and content hashes: equal for equal data wherever it lies
 * @param brightest highest value of any channel of any pixel, 0..255; -1 if unknown
 */
public record ImageDataset(
        String source,
        List<String> classNames,
        List<ImageSample> samples,
        List<UnreadableFile> unreadable,
        String manifestHash,
        int brightest) {
    public ImageDataset {
        classNames = List.copyOf(classNames);
        samples = List.copyOf(samples);
        unreadable = List.copyOf(unreadable);
    }

    /** Images whose pixels nobody has looked at. */
    public ImageDataset(
            String source,
            List<String> classNames,
            List<ImageSample> samples,
            List<UnreadableFile> unreadable,
            String manifestHash) {
        this(source, classNames, samples, unreadable, manifestHash, -1);
    }

    /** Group of each image by its name, as far as known. */
    public Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        samples.forEach(sample -> sample.group().ifPresent(group -> groups.put(sample.name(), group)));
        return groups;
    }

    /**
     * The same images as if each stood for itself: nobody knows their groups, nor which of them look alike. They are another
     * data set, so the manifest hash differs.
     */
    public ImageDataset withoutTies() {
        return new ImageDataset(
                source,
                classNames,
                samples.stream().map(ImageSample::withoutTies).toList(),
                unreadable,
                new ContentHash().add(manifestHash).add("without ties").finish(),
                brightest);
    }

    /** SHA-256 over the contents of some images, in no order: equal for equal images, whatever their names. */
    public String contentHash(List<Integer> indices) {
        ContentHash hash = new ContentHash();
        indices.stream().map(i -> samples.get(i).contentHash()).sorted().forEach(hash::add);
        return hash.finish();
    }
}
