package dev.graft.result;

import java.util.List;

/**
 * Size of one part of a split.
 *
 * @param name {@code train}, {@code validation}, and {@code test} or, of a fold, {@code held-out}
 * @param imagesPerClass in the order of the class names
 * @param groups number of distinct groups (patients), or -1 if no groups are known
 */
public record PartSummary(String name, List<Integer> imagesPerClass, int groups) {
    public PartSummary {
        imagesPerClass = List.copyOf(imagesPerClass);
    }

    /** Number of images in this part. */
    public int images() {
        return imagesPerClass.stream().mapToInt(Integer::intValue).sum();
    }
}
