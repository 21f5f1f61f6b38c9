package dev.graft.model;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which images a model has seen, to recognise them among those that it is to be measured with. Of each file 48 bits are
 * kept, the first of the SHA-256 of its SHA-256 in hexadecimal: nobody gets a picture back from them, and of 100,000 other images a model of a million calls one
 * of its own by chance once in 2,800 times.
 *
 * @param marks eight characters of Base64 an image, sorted; empty if it is not known
 */
public record SeenImages(String marks) {
    /** Nobody noted them. */
    public static final SeenImages UNKNOWN = new SeenImages("");

    /** More are not noted: a description in a model file has its limit. */
    private static final int MOST = 1_000_000;

    private static final int LENGTH = 8;
    private static final int BYTES = 6;

    /** @throws IllegalArgumentException if it is no row of whole marks */
    public SeenImages {
        if (marks.length() % LENGTH != 0) {
            throw new IllegalArgumentException(
                    "Marks of images have " + LENGTH + " characters each, found " + marks.length() + " in all");
        }
    }

    /** Notes the images of the train and validation part: those learnt from, and those that chose the epoch. */
    public static SeenImages of(ImageDataset dataset, Split split) {
        if (split.train().size() + split.validation().size() > MOST) {
            return UNKNOWN;
        }
        StringBuilder marks = new StringBuilder();
        Stream.concat(split.train().stream(), split.validation().stream())
                .map(i -> mark(dataset.samples().get(i).contentHash()))
                .sorted()
                .distinct()
                .forEach(marks::append);
        return new SeenImages(marks.toString());
    }

    /** Whether it is known which they are. */
    public boolean known() {
        return !marks.isEmpty();
    }

    /** How many different files. */
    public int images() {
        return marks.length() / LENGTH;
    }

    /** Those of some images that the model has seen, in order. */
    public List<ImageSample> among(List<ImageSample> samples) {
        Set<String> all = new HashSet<>();
        for (int from = 0; from < marks.length(); from += LENGTH) {
            all.add(marks.substring(from, from + LENGTH));
        }
        return samples.stream()
                .filter(sample -> all.contains(mark(sample.contentHash())))
                .toList();
    }

    private static String mark(String contentHash) {
        byte[] hash = DigestUtils.sha256(contentHash);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
    }
}
