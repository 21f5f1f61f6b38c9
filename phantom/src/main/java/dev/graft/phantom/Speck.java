package dev.graft.phantom;

/**
 * A small round spot in white matter or basal ganglia: a white-matter hyperintensity or an enlarged perivascular space.
 * Ageing brains have them with and without stroke, and so do both classes.
 *
 * @param x of the centre, in brain units
 * @param y of the centre, in brain units
 * @param level of the centre
 * @param radius in brain units
 * @param reach how far it extends in level
 * @param fluidLike whether it looks like fluid (perivascular space) rather than bright
 * @param strength signal added at the centre, or share of fluid for a perivascular space
 */
record Speck(double x, double y, double level, double radius, double reach, boolean fluidLike, double strength) {
    static Speck hyperintensity(Draws draws, double strength) {
        double y = draws.uniform(-0.6, 0.65);
        return new Speck(
                draws.sign() * draws.uniform(0.08, 0.55),
                y,
                draws.uniform(0, 1),
                draws.logUniform(0.014, 0.045),
                draws.uniform(0.06, 0.22),
                false,
                strength * draws.uniform(0.4, 1));
    }

    static Speck perivascularSpace(Draws draws) {
        return new Speck(
                draws.sign() * draws.uniform(0.22, 0.5),
                draws.uniform(-0.3, 0.35),
                draws.uniform(0, 0.7),
                draws.uniform(0.008, 0.018),
                draws.uniform(0.05, 0.2),
                true,
                draws.uniform(0.4, 0.9));
    }

    /** How much of its strength shows at a level, 0..1. */
    double presence(double atLevel) {
        double t = (atLevel - level) / reach;
        return Math.max(0, 1 - t * t);
    }

    /** Profile across it, 1 at the centre, 0 from one and a half radii on. */
    double profile(double px, double py) {
        double dx = px - x;
        double dy = py - y;
        double t = (dx * dx + dy * dy) / (radius * radius * 2.25);
        return t >= 1 ? 0 : (1 - t) * (1 - t) * (1 + t);
    }
}
