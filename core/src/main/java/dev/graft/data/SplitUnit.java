package dev.graft.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Images that must stay together: one group, or several that share an image, or copies of an image.
 *
 * @param samples indices into the data set's samples, sorted by name
 * @param classes which classes it holds, ascending
 * @param counts how many images of each of them
 */
record SplitUnit(List<Integer> samples, int[] classes, int[] counts) {
    private static final int EXAMPLES = 3;

    static SplitUnit of(List<Integer> samples, ImageDataset dataset) {
        int[] classes = samples.stream()
                .mapToInt(i -> dataset.samples().get(i).label())
                .sorted()
                .distinct()
                .toArray();
        int[] counts = new int[classes.length];
        for (int i : samples) {
            counts[Arrays.binarySearch(classes, dataset.samples().get(i).label())]++;
        }
        return new SplitUnit(samples, classes, counts);
    }

    /** What of it lies in a part of the split that the images come with; empty if nothing does. */
    Optional<SplitUnit> in(Part part, ImageDataset dataset) {
        List<Integer> inPart = samples.stream()
                .filter(i ->
                        dataset.samples().get(i).part().filter(part::equals).isPresent())
                .toList();
        return inPart.isEmpty() ? Optional.empty() : Optional.of(of(inPart, dataset));
    }

    int size() {
        return samples.size();
    }

    /** How many images of a class it holds. */
    int count(int label) {
        int at = Arrays.binarySearch(classes, label);
        return at < 0 ? 0 : counts[at];
    }

    /** For messages: its groups, or else its files. */
    String describe(ImageDataset dataset) {
        List<String> groups = samples.stream()
                .map(i -> dataset.samples().get(i).group())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (groups.size() == 1) {
            return "group \"" + groups.get(0) + "\"";
        }
        if (!groups.isEmpty()) {
            return groups.size() + " groups tied together by images that are equal or look alike (" + first(groups)
                    + ")";
        }
        List<String> names =
                samples.stream().map(i -> dataset.samples().get(i).name()).toList();
        return names.size() == 1
                ? names.get(0)
                : names.size() + " images that are equal or look alike (" + first(names) + ")";
    }

    private static String first(List<String> all) {
        String some = all.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
        return all.size() > EXAMPLES ? some + ", ..." : some;
    }
}
