package dev.graft.image;

/** How {@link Resampling} computes a new pixel from old ones. */
public enum Interpolation {
    /** The old pixel under the new one's centre. Not antialiased: thin detail gets lost or jagged when shrinking. */
    NEAREST(0),
    /** A triangle over two old pixels, widened when shrinking so that every old pixel counts. */
    BILINEAR(1),
    /** A cubic with a = -0.5 over four old pixels, widened when shrinking. Sharper, may overshoot at edges. */
    BICUBIC(2);

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** Half the filter's width in old pixels when enlarging; 0 for {@link #NEAREST}. */
    double support() {
        return support;
    }

    /** Weight of an old pixel at a distance from the new pixel's centre. */
    double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("NEAREST has no weights");
            case BILINEAR -> x < 1.0 ? 1.0 - x : 0.0;
            case BICUBIC -> cubic(x);
        };
    }

    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1.0) {
            return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
        }
        if (x < 2.0) {
            return (((x - 5) * x + 8) * x - 4) * a;
        }
        return 0.0;
    }
}
