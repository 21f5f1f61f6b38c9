package dev.graft.phantom;

/**
 * Smooth random field with features about one unit wide, values mostly within -0.7..0.7 (Perlin: "Improving noise",
 * SIGGRAPH 2002, with hashed instead of tabulated gradients).
 *
 * @param seed chooses the field
 */
record GradientNoise(int seed) {
    static GradientNoise draw(Draws draws) {
        return new GradientNoise((int) draws.next());
    }

    double at(double x, double y, double z) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        int z0 = (int) Math.floor(z);
        double fx = x - x0;
        double fy = y - y0;
        double fz = z - z0;
        double u = fade(fx);
        double v = fade(fy);
        return mix(
                fade(fz),
                mix(
                        v,
                        mix(u, corner(x0, y0, z0, fx, fy, fz), corner(x0 + 1, y0, z0, fx - 1, fy, fz)),
                        mix(u, corner(x0, y0 + 1, z0, fx, fy - 1, fz), corner(x0 + 1, y0 + 1, z0, fx - 1, fy - 1, fz))),
                mix(
                        v,
                        mix(u, corner(x0, y0, z0 + 1, fx, fy, fz - 1), corner(x0 + 1, y0, z0 + 1, fx - 1, fy, fz - 1)),
                        mix(
                                u,
                                corner(x0, y0 + 1, z0 + 1, fx, fy - 1, fz - 1),
                                corner(x0 + 1, y0 + 1, z0 + 1, fx - 1, fy - 1, fz - 1))));
    }

    /** What the gradient of one lattice point contributes at an offset from it. */
    private double corner(int x, int y, int z, double dx, double dy, double dz) {
        int h = seed ^ x * 0x8DA6B343 ^ y * 0xD8163841 ^ z * 0xCB1AB31F;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        h = (h ^ h >>> 12) * 0x297A2D39;
        h = (h ^ h >>> 15) & 15;
        double first = h < 8 ? dx : dy;
        double second = h < 4 ? dy : h == 12 || h == 14 ? dx : dz;
        return ((h & 1) == 0 ? first : -first) + ((h & 2) == 0 ? second : -second);
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static double mix(double t, double a, double b) {
        return a + t * (b - a);
    }
}
