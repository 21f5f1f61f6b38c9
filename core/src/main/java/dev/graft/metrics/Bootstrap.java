package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How 95 % intervals are found: figures are computed anew on resamples of the images, drawn with replacement, and the
 * middle 95 % of them are the interval (percentile bootstrap, Efron 1979). Images of one group are drawn together, for
 * they resemble each other and tell less than their number suggests (cluster bootstrap, Field and Welsh 2007).
 *
 * <p>Where every image stands for itself, plain shares have Wilson's interval instead, which is sounder for few images.
 * With groups it is used for shares of exactly 0 or 1, where no resample differs; each group then counts as one trial.
 *
 * @param resamples how many, at least 1; fewer, but at least 200, are drawn of very many images or more than 500 classes
 * @param seed equal seeds give equal intervals
 * @param groups group of each image by its name, as far as known
 */
public record Bootstrap(int resamples, long seed, Map<String, String> groups) {
    private static final int RESAMPLES = 2000;
    private static final int FEWEST = 200;
    /** Of images and ranks to look at in all resamples: some seconds. */
    private static final double MOST_WORK = 2e9;
    /** Of classes times resamples: all their figures are kept until the end, in less than a hundred bytes each. */
    private static final double MOST_FIGURES = 1e6;

    public Bootstrap {
        groups = Map.copyOf(groups);
        if (resamples < 1) {
            throw new GraftException(
                    "Found " + resamples + " resamples for an interval, expected at least 1, better 2000.");
        }
    }

    /** 2000 resamples of images that do not belong together. */
    public static Bootstrap ofImages() {
        return ofGroups(Map.of());
    }

    /**
     * 2000 resamples of groups.
     *
     * @param groups group of each image by its name; an image without one stands for itself
     */
    public static Bootstrap ofGroups(Map<String, String> groups) {
        return new Bootstrap(RESAMPLES, 42, groups);
    }

    /** What is drawn together, as numbers from 0, by position of the image. */
    int[] units(List<Prediction> predictions) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] units = new int[predictions.size()];
        int next = 0;
        for (int i = 0; i < units.length; i++) {
            String group = groups.get(predictions.get(i).image());
            Integer known = group == null ? null : numbers.putIfAbsent(group, next);
            units[i] = known == null ? next++ : known;
        }
        return units;
    }

    /** The figures of every resample. */
    List<Sample.Values> resample(ScoredImages images, int[] units, int unitCount) {
        Random random = new Random(seed);
        int[] counts = new int[units.length];
        List<Sample.Values> figures = new ArrayList<>();
        for (int r = resamples(images); r > 0; r--) {
            int[] drawn = draw(unitCount, random);
            for (int i = 0; i < counts.length; i++) {
                counts[i] = drawn[units[i]];
            }
            figures.add(images.sample(counts).values());
        }
        return figures;
    }

    /**
     * Draws so many units with replacement as there are, as often as there are resamples.
     *
     * @param unitCount number of units
     * @return for each resample how often each unit is drawn
     */
    public List<int[]> draws(int unitCount) {
        Random random = new Random(seed);
        return IntStream.range(0, resamples)
                .mapToObj(r -> draw(unitCount, random))
                .toList();
    }

    private static int[] draw(int unitCount, Random random) {
        int[] drawn = new int[unitCount];
        for (int i = 0; i < unitCount; i++) {
            drawn[random.nextInt(unitCount)]++;
        }
        return drawn;
    }

    /** @param units as {@link #units} numbers them */
    static int unitCount(int[] units) {
        return Arrays.stream(units).max().orElse(-1) + 1;
    }

    private int resamples(ScoredImages images) {
        double most = Math.min(MOST_WORK / Math.max(1, images.work()), MOST_FIGURES / images.classCount());
        return (int) Math.min(resamples, Math.max(FEWEST, most));
    }
}
