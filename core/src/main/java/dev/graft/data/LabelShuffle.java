package dev.graft.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Exchanges the labels of whole groups at random: what is in a picture says nothing about its label any more, but which
 * group it belongs to still does. Images that are equal or look alike count as one group, an image without one as its own.
 *
 * @param seed equal seeds exchange alike
 */
public record LabelShuffle(long seed) {
    private static final int ATTEMPTS = 16;

    /**
     * Shuffled labels of the same images.
     *
     * @param images with other labels
     * @param units how many groups exchanged labels
     */
    public record Shuffled(ImageDataset images, int units) {}

    /**
     * Shuffles.
     *
     * @param images are left as they are
     * @param split in whose parts all classes shall still occur, if one of 16 shuffles manages it
     */
    public Shuffled shuffle(ImageDataset images, Split split) {
        List<SplitUnit> units = new UnitFinder(images, Duplicates.in(images)).find();
        Random random = new Random(seed);
        int[] labels = shuffled(images, units, random);
        for (int attempt = 1; attempt < ATTEMPTS && !complete(labels, images, split); attempt++) {
            labels = shuffled(images, units, random);
        }
        List<ImageSample> samples = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            samples.add(images.samples().get(i).withLabel(labels[i]));
        }
        return new Shuffled(images.with(samples, "labels shuffled with seed " + seed), units.size());
    }

    /** Each unit takes over the labels of another one, stretched or thinned to its own number of images. */
    private static int[] shuffled(ImageDataset images, List<SplitUnit> units, Random random) {
        List<SplitUnit> donors = new ArrayList<>(units);
        Collections.shuffle(donors, random);
        int[] labels = new int[images.samples().size()];
        for (int u = 0; u < units.size(); u++) {
            List<Integer> takers = units.get(u).samples();
            List<Integer> givers = donors.get(u).samples();
            for (int i = 0; i < takers.size(); i++) {
                int giver = givers.get((int) ((long) i * givers.size() / takers.size()));
                labels[takers.get(i)] = images.samples().get(giver).label();
            }
        }
        return labels;
    }

    private static boolean complete(int[] labels, ImageDataset images, Split split) {
        return List.of(split.train(), split.validation(), split.test()).stream()
                .filter(part -> !part.isEmpty())
                .allMatch(part -> IntStream.range(0, images.classNames().size())
                        .allMatch(label -> part.stream().anyMatch(i -> labels[i] == label)));
    }
}
