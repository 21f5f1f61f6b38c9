package dev.graft.phantom;

/**
 * Caudate head, putamen and thalamus of both sides, fading out above the basal ganglia.
 *
 * @param scale of the nuclei, 1 is average
 * @param shift of the nuclei to the back, in brain units
 */
record DeepGrey(double scale, double shift) {
    /** Cosine and sine of the putamen's slant. */
    private static final double COS = 0.966;

    private static final double SIN = 0.259;

    static DeepGrey draw(Draws draws) {
        return new DeepGrey(draws.uniform(0.85, 1.15), draws.uniform(-0.03, 0.03));
    }

    /** Share of deep grey matter, 0..1. x is counted from the midline. */
    double share(double x, double y, double level) {
        double present = 1 - Geometry.step(0.28, 0.55, level);
        if (present == 0 || Math.abs(x) > 0.6 || Math.abs(y) > 0.5) {
            return 0;
        }
        double side = Math.abs(x);
        double v = y - shift;
        double caudate = Geometry.ellipse(side - 0.215, v + 0.27, COS, SIN, 0.055 * scale, 0.12 * scale);
        double putamen = Geometry.ellipse(side - 0.34, v + 0.06, COS, SIN, 0.075 * scale, 0.19 * scale);
        double thalamus = Geometry.ellipse(side - 0.135, v - 0.15, COS, -SIN, 0.095 * scale, 0.15 * scale);
        double nearest = Math.min(caudate, Math.min(putamen, thalamus));
        return present * (1 - Geometry.step(0.85, 1.12, nearest));
    }
}
