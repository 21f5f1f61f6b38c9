package dev.graft.phantom;

import dev.graft.error.GraftException;

/**
 * Draws infarcts until one lies in brain tissue on all slices of a patient. The slices are chosen first and know nothing
 * of the lesion, so where they lie says nothing about the class.
 *
 * @param brain the patient's brain
 * @param levels of the patient's slices
 * @param visibility scales signal and swelling
 */
record LesionDraw(Brain brain, double[] levels, double visibility) {
    private static final int ATTEMPTS = 1000;
    /** Least area of solid lesion on a slice, in square brain units: a spot of radius 0.03. */
    private static final double LEAST_AREA = 0.0028;

    private static final int GRID = 40;

    Lesion next(Draws draws) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Lesion candidate = candidate(draws);
            if (fits(candidate)) {
                return candidate;
            }
        }
        throw new GraftException("No place for a lesion was found in " + ATTEMPTS
                + " attempts. This is a defect of the phantom; another seed avoids it.");
    }

    private Lesion candidate(Draws draws) {
        double side = draws.sign();
        double kind = draws.uniform(0, 1);
        boolean lacune = kind < 0.10;
        LesionForm form = lacune ? lacune(draws, side) : kind < 0.45 ? branch(draws, side) : territory(draws, side);
        double span = levels[levels.length - 1] - levels[0];
        double middle = levels[0] + span * draws.uniform(0.25, 0.75);
        double strength = draws.logUniform(0.20, 0.48);
        return new Lesion(
                form,
                side,
                middle,
                span * draws.uniform(0.85, 1.3) + 0.05,
                lacune ? draws.uniform(0.05, 0.2) : draws.uniform(0.15, 0.4),
                draws.uniform(0.06, 0.21),
                // Small lesions are told by their contrast alone.
                visibility * strength * (lacune ? 1.3 : 1),
                lacune ? 0 : visibility * draws.uniform(0, 0.10),
                draws.uniform(0.7, 1.2),
                GradientNoise.draw(draws));
    }

    /** Deep perforating arteries: basal ganglia, thalamus, deep white matter. */
    private static LesionForm lacune(Draws draws, double side) {
        double angle = draws.uniform(0, StrictMath.PI);
        double semi = draws.logUniform(0.065, 0.11);
        return new LesionForm.Oval(
                side * draws.uniform(0.12, 0.5),
                draws.uniform(-0.4, 0.45),
                StrictMath.cos(angle),
                StrictMath.sin(angle),
                semi,
                semi * draws.uniform(1, 1.7));
    }

    /** A cortical branch of any of the three arteries. */
    private static LesionForm branch(Draws draws, double side) {
        double angle = draws.uniform(-1.25, 1.25);
        return new LesionForm.Wedge(
                side * StrictMath.cos(angle),
                StrictMath.sin(angle),
                draws.uniform(0.32, 0.62),
                draws.logUniform(0.24, 0.50));
    }

    /** A good part of the middle (most often), anterior or posterior cerebral artery's territory. */
    private static LesionForm territory(Draws draws, double side) {
        double artery = draws.uniform(0, 1);
        double x = artery < 0.7 ? draws.uniform(0.42, 0.60) : draws.uniform(0.14, 0.26);
        double y = artery < 0.7
                ? draws.uniform(-0.30, 0.30)
                : artery < 0.85 ? draws.uniform(-0.70, -0.50) : draws.uniform(0.50, 0.70);
        double angle = draws.uniform(-0.4, 0.4);
        double semi = draws.logUniform(0.28, 0.45);
        return new LesionForm.Oval(
                side * x, y, StrictMath.cos(angle), StrictMath.sin(angle), semi, semi * draws.uniform(1.1, 1.6));
    }

    private boolean fits(Lesion lesion) {
        for (double level : levels) {
            if (area(lesion, level) < LEAST_AREA) {
                return false;
            }
        }
        return true;
    }

    /** Area of solid lesion on a slice, in square brain units. */
    private double area(Lesion lesion, double level) {
        double half = lesion.form().radius() * 1.4;
        double cell = 2 * half / GRID;
        int hits = 0;
        for (int i = 0; i < GRID * GRID; i++) {
            double x = lesion.form().x() - half + (i % GRID + 0.5) * cell;
            double y = lesion.form().y() - half + (i / GRID + 0.5) * cell;
            Spot spot = brain.spot(x, y, level);
            double share = spot.depth() <= 0 ? 0 : lesion.share(spot);
            if (share > 0.5 && share * brain.at(spot, cell).parenchyma() > 0.5) {
                hits++;
            }
        }
        return hits * cell * cell;
    }
}
