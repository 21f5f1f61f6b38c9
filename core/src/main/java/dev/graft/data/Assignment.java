package dev.graft.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units as they were dealt out to parts.
 *
 * @param parts units of each part
 * @param wantedSizes how many images each part was to get
 */
record Assignment(List<List<SplitUnit>> parts, List<Double> wantedSizes) {
    Assignment {
        parts = parts.stream().map(List::copyOf).toList();
        wantedSizes = List.copyOf(wantedSizes);
    }

    int size(int part) {
        return parts.get(part).stream().mapToInt(SplitUnit::size).sum();
    }

    /** How many images of a class a part got. */
    int found(int part, int label) {
        return parts.get(part).stream().mapToInt(unit -> unit.count(label)).sum();
    }

    /** Indices of a part's samples, sorted by name. */
    List<Integer> samples(int part, ImageDataset dataset) {
        return parts.get(part).stream()
                .flatMap(unit -> unit.samples().stream())
                .sorted(Comparator.comparing(i -> dataset.samples().get(i).name()))
                .toList();
    }

    /** The same with one more part. */
    Assignment plus(List<SplitUnit> part, double wantedSize) {
        List<List<SplitUnit>> more = new ArrayList<>(parts);
        more.add(part);
        List<Double> sizes = new ArrayList<>(wantedSizes);
        sizes.add(wantedSize);
        return new Assignment(more, sizes);
    }

    /** Units of all parts but one. */
    List<SplitUnit> without(int part) {
        return IntStream.range(0, parts.size())
                .filter(other -> other != part)
                .mapToObj(parts::get)
                .flatMap(List::stream)
                .toList();
    }
}
