package dev.graft.metrics;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Numbers as an immutable list that takes 4 bytes for each if they are 32-bit numbers, as networks give them, else 8: of a
 * thousand classes and as many images there are millions.
 */
final class ProbabilityList extends AbstractList<Double> implements RandomAccess {
    private static final double[] NONE = {};

    /** All of them, or none. */
    private final float[] floats;
    /** Likewise. */
    private final double[] doubles;

    private ProbabilityList(float[] floats, double[] doubles) {
        this.floats = floats;
        this.doubles = doubles;
    }

    /** @throws NullPointerException if one is null */
    static List<Double> copyOf(List<Double> values) {
        if (values instanceof ProbabilityList) {
            return values;
        }
        double[] doubles = new double[values.size()];
        float[] floats = new float[doubles.length];
        boolean exact = true;
        int at = 0;
        for (double value : values) {
            doubles[at] = value;
            floats[at] = (float) value;
            exact &= Double.compare(floats[at], value) == 0;
            at++;
        }
        return exact ? new ProbabilityList(floats, NONE) : new ProbabilityList(new float[0], doubles);
    }

    @Override
    public Double get(int index) {
        return doubles.length > 0 ? doubles[index] : (double) floats[index];
    }

    @Override
    public int size() {
        return Math.max(floats.length, doubles.length);
    }
}
