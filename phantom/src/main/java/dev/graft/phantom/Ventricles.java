package dev.graft.phantom;

/**
 * The lateral ventricles (frontal horns, bodies, occipital horns) and the third ventricle.
 *
 * @param size 1 is average; atrophy and age enlarge them
 * @param asymmetry the right one is larger by this fraction, the left one smaller
 * @param hornSpread how far the horns point outwards, in brain units
 */
record Ventricles(double size, double asymmetry, double hornSpread) {
    static Ventricles draw(Draws draws) {
        return new Ventricles(draws.logUniform(0.55, 1.7), draws.uniform(-0.25, 0.25), draws.uniform(-0.03, 0.05));
    }

    /** Distance outwards from the ventricles, in brain units; negative inside. x is counted from the midline. */
    double distance(double x, double y, double level) {
        double side = Math.abs(x);
        double scale = size * (1 + (x > 0 ? asymmetry : -asymmetry));
        double horns = 1 - Geometry.step(0.25, 0.62, level);
        double bodies = Geometry.step(0.10, 0.40, level) * (1 - Geometry.step(0.55, 0.85, level));
        double distance = 1;
        if (horns > 0) {
            double frontal = Geometry.rod(
                    side, y, 0.075, -0.13, 0.028 * scale * horns, 0.15 + hornSpread, -0.37, 0.052 * scale * horns);
            double occipital = Geometry.rod(
                    side, y, 0.20, 0.20, 0.030 * scale * horns, 0.29 + hornSpread, 0.50, 0.055 * scale * horns);
            distance = Math.min(frontal, occipital) + 0.06 * (1 - horns);
        }
        if (bodies > 0) {
            double radius = 0.058 * scale * bodies;
            double front = Geometry.rod(side, y, 0.14, -0.30, 0.8 * radius, 0.105, 0.02, radius);
            double back = Geometry.rod(side, y, 0.105, 0.02, radius, 0.19 + hornSpread, 0.36, radius);
            distance = Geometry.roundedMin(distance, Math.min(front, back) + 0.06 * (1 - bodies), 0.04);
        }
        return Math.min(distance, third(x, y, level));
    }

    private double third(double x, double y, double level) {
        double present = 1 - Geometry.step(0.10, 0.35, level);
        return Geometry.rod(x, y, 0, -0.05, 0.014 * size, 0, 0.17, 0.022 * size) + 0.06 * (1 - present);
    }
}
