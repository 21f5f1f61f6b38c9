package dev.graft.data;

import dev.graft.image.DecodedPictures;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Labelled images on disk. Immutable; pixels are decoded when needed.
 *
 * @param source where it came from, for people: a folder or a manifest
 * @param classNames in order of their index (sorted by name)
 * @param samples sorted by {@link ImageSample#name()}
 * @param unreadable files left out, with the reason
 * @param manifestHash SHA-256 over names, labels, groups and content hashes: equal for equal data wherever it lies
 * @param brightest highest value of any channel of any pixel, 0..255; -1 if unknown
 * @param passedOver what lay among the images and is none, counted by kind
 * @param decoded pictures that were kept when the files were checked, if they were, see {@link ReadOptions#withPictures}
 */
public record ImageDataset(
        String source,
        List<String> classNames,
        List<ImageSample> samples,
        List<UnreadableFile> unreadable,
        String manifestHash,
        int brightest,
        List<PassedOver> passedOver,
        Optional<DecodedPictures> decoded) {
    public ImageDataset {
        classNames = List.copyOf(classNames);
        samples = List.copyOf(samples);
        unreadable = List.copyOf(unreadable);
        passedOver = List.copyOf(passedOver);
    }

    /** Images among which nothing else lay. */
    public ImageDataset(
            String source,
            List<String> classNames,
            List<ImageSample> samples,
            List<UnreadableFile> unreadable,
            String manifestHash,
            int brightest) {
        this(source, classNames, samples, unreadable, manifestHash, brightest, List.of(), Optional.empty());
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
     * The parts of the split that the images come with; empty if they come with none. {@link Splitter} then keeps to it.
     */
    public Set<Part> givenParts() {
        EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        samples.forEach(sample -> sample.part().ifPresent(parts::add));
        return Collections.unmodifiableSet(parts);
    }

    /** The same images without the split that they come with. They are another data set, so the manifest hash differs. */
    public ImageDataset withoutParts() {
        return with(
                samples.stream()
                        .map(sample -> sample.withPart(Optional.empty()))
                        .toList(),
                "without parts");
    }

    /**
     * The same images as if each stood for itself: nobody knows their groups and parts, nor which of them look alike. They
     * are another data set, so the manifest hash differs.
     */
    public ImageDataset withoutTies() {
        return with(samples.stream().map(ImageSample::withoutTies).toList(), "without ties");
    }

    /**
     * Some of the images, as another data set.
     *
     * @param indices into {@link #samples()}, in any order
     */
    public ImageDataset only(Collection<Integer> indices) {
        List<ImageSample> kept =
                indices.stream().distinct().sorted().map(samples::get).toList();
        return with(
                kept, "only " + contentHash(indices.stream().distinct().sorted().toList()));
    }

    /** The same with other samples. */
    ImageDataset with(List<ImageSample> others, String difference) {
        return new ImageDataset(
                source,
                classNames,
                others,
                unreadable,
                new ContentHash().add(manifestHash).add(difference).finish(),
                brightest,
                passedOver,
                decoded);
    }

    /**
     * What must stay together: images of one group, images that are equal or look alike, and whatever these tie together.
     *
     * @return sets of indices, every image in one of them, in the order of their first images' names
     */
    public List<List<Integer>> together() {
        return new UnitFinder(this, Duplicates.in(this))
                .find().stream().map(SplitUnit::samples).toList();
    }

    /**
     * Some of the images. They are another data set, so the manifest hash differs.
     *
     * @param indices in the order wanted
     */
    public ImageDataset only(List<Integer> indices) {
        return with(indices.stream().map(samples::get).toList(), "only " + contentHash(indices));
    }

    /** A sentence on classes whose names differ in nothing but case or blanks, such as {@code Cat} and {@code cat}. */
    public Optional<String> similarClasses() {
        Map<String, List<String>> alike = classNames.stream()
                .collect(Collectors.groupingBy(
                        name -> name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " "),
                        TreeMap::new,
                        Collectors.toList()));
        List<String> same = alike.values().stream()
                .filter(names -> names.size() > 1)
                .map(names -> "\"" + String.join("\" and \"", names) + "\"")
                .toList();
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of("The classes " + String.join(", ", same)
                        + " differ in case, blanks or hyphens alone. If they are one, give them one name.");
    }

    /** SHA-256 over the contents of some images, in no order: equal for equal images, whatever their names. */
    public String contentHash(List<Integer> indices) {
        ContentHash hash = new ContentHash();
        indices.stream().map(i -> samples.get(i).contentHash()).sorted().forEach(hash::add);
        return hash.finish();
    }
}
