package dev.graft.phantom;

/**
 * Where the head lies in the picture: turns picture coordinates (-1..1 on both axes) into brain units.
 *
 * @param angle clockwise tilt in radians
 * @param shiftX of the head to the right, in half pictures
 * @param shiftY of the head to the bottom, in half pictures
 * @param scale half length of the brain, in half pictures
 */
record Pose(double angle, double shiftX, double shiftY, double scale) {
    /** How a patient lies in the scanner: a tilt up to 9 degrees. */
    static Pose draw(Draws draws) {
        return new Pose(
                draws.uniform(-0.157, 0.157),
                draws.uniform(-0.04, 0.04),
                draws.uniform(-0.04, 0.04),
                draws.uniform(0.70, 0.77));
    }

    /** The same head on one slice: small motion, and a smaller cut towards the vertex. */
    Pose onSlice(Draws draws, double level) {
        return new Pose(
                angle + draws.uniform(-0.035, 0.035),
                shiftX + draws.uniform(-0.012, 0.012),
                shiftY + draws.uniform(-0.012, 0.012),
                scale * (1 - 0.28 * level * level));
    }
}
