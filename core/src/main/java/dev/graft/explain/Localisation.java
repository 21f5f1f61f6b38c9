package dev.graft.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well the heat of one image lies on the object, given the object's mask.
 *
 * @param share of the heat that lies inside the mask, 0 to 1; 0 without heat. Even heat gives {@link #area}
 * @param hit whether the hottest pixel lies inside the mask (the pointing game, Zhang et al. 2016); with several hottest
 *     ones, the first from the top left
 * @param precisionRecallArea area under the precision-recall curve of the pixels ranked by heat, as scikit-learn's {@code
 *     average_precision_score}; pixels of equal heat count together. Heat at random gives {@link #area}
 * @param area share of the image that the mask covers: what the other two give without any skill
 */
public record Localisation(double share, boolean hit, double precisionRecallArea, double area) {
    /**
     * Compares heat with a mask.
     *
     * @param heat in any resolution; it is stretched to the mask's
     * @param mask true where the object is, row by row; at least one pixel
     * @param width of the mask in pixels
     * @throws IllegalArgumentException for an empty mask, or one that is no rectangle
     */
    public static Localisation of(HeatMap heat, boolean[] mask, int width) {
        if (width < 1 || mask.length % width != 0) {
            throw new IllegalArgumentException("A mask of " + mask.length + " pixels is not " + width + " wide");
        }
        float[] values = heat.resized(width, mask.length / width).values();
        double inside = 0;
        double all = 0;
        int objects = 0;
        int hottest = 0;
        for (int i = 0; i < mask.length; i++) {
            all += values[i];
            inside += mask[i] ? values[i] : 0;
            objects += mask[i] ? 1 : 0;
            hottest = values[i] > values[hottest] ? i : hottest;
        }
        if (objects == 0) {
            throw new IllegalArgumentException("The mask is empty: there is nothing to find");
        }
        return new Localisation(
                all > 0 ? inside / all : 0,
                all > 0 && mask[hottest],
                averagePrecision(values, mask, objects),
                (double) objects / mask.length);
    }

    private static double averagePrecision(float[] values, boolean[] mask, int objects) {
        Integer[] ranked = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(ranked, Comparator.comparing((Integer i) -> -values[i]));
        double area = 0;
        int found = 0;
        int foundBefore = 0;
        for (int rank = 0; rank < ranked.length; rank++) {
            found += mask[ranked[rank]] ? 1 : 0;
            boolean last = rank == ranked.length - 1 || values[ranked[rank + 1]] != values[ranked[rank]];
            if (last) {
                area += (double) (found - foundBefore) / objects * found / (rank + 1);
                foundBefore = found;
            }
        }
        return area;
    }
}
