package dev.graft.phantom;

/**
 * Outline of brain and head, as radii around the centre of the brain.
 *
 * <p>Lengths here and in every other structure are in brain units: the brain reaches from -1 (front) to 1 (back). x
 * grows to the right of the picture, y to its bottom.
 *
 * @param width half width of the brain
 * @param egg how much narrower the front is than the back
 * @param waves amplitudes of the second to fifth angular harmonics, cosine and sine alternating
 * @param gap fluid between brain and skull
 * @param skull thickness of the bone
 * @param scalp thickness of the scalp
 */
record HeadShape(double width, double egg, double[] waves, double gap, double skull, double scalp) {
    static HeadShape draw(Draws draws) {
        double[] waves = new double[8];
        for (int i = 0; i < waves.length; i++) {
            waves[i] = draws.normal() * 0.012 / (1 + i / 2);
        }
        return new HeadShape(
                draws.uniform(0.74, 0.86),
                draws.uniform(0.02, 0.10),
                waves,
                draws.uniform(0.012, 0.055),
                draws.uniform(0.05, 0.09),
                draws.uniform(0.05, 0.11));
    }

    /** Radius of the brain in a direction given as a unit vector. */
    double brainRadius(double cos, double sin) {
        double narrowed = width * (1 + egg * sin);
        double radius = 1 / Math.sqrt(cos * cos / (narrowed * narrowed) + sin * sin);
        // Powers of (cos + i sin) are the harmonics; no trigonometric call per pixel.
        double re = cos;
        double im = sin;
        double sum = 0;
        for (int i = 0; i < waves.length; i += 2) {
            double next = re * cos - im * sin;
            im = re * sin + im * cos;
            re = next;
            sum += waves[i] * re + waves[i + 1] * im;
        }
        return radius * (1 + sum);
    }
}
