package dev.graft.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that come with age and small-vessel disease, with and without stroke: bright specks, a bright seam along the
 * ventricles, enlarged perivascular spaces.
 *
 * @param specks hyperintensities and perivascular spaces
 * @param seam signal added along the ventricles
 * @param seamWidth its width, in brain units
 */
record WhiteMatterAge(List<Speck> specks, double seam, double seamWidth) {
    private static final int MOST_SPECKS = 12;
    private static final int MOST_SPACES = 8;

    WhiteMatterAge {
        specks = List.copyOf(specks);
    }

    static WhiteMatterAge draw(Draws draws) {
        double age = draws.uniform(0, 1);
        double strength = 0.06 + 0.16 * draws.uniform(0, 1);
        List<Speck> specks = new ArrayList<>();
        int bright = draws.below(1 + (int) (age * MOST_SPECKS));
        for (int i = 0; i < bright; i++) {
            specks.add(Speck.hyperintensity(draws, strength));
        }
        int spaces = draws.below(1 + MOST_SPACES);
        for (int i = 0; i < spaces; i++) {
            specks.add(Speck.perivascularSpace(draws));
        }
        return new WhiteMatterAge(specks, age * draws.uniform(0, 0.12), draws.uniform(0.02, 0.06));
    }

    /** The specks that a slice cuts, so that its pixels need not ask the others. */
    WhiteMatterAge atLevel(double level) {
        return new WhiteMatterAge(
                specks.stream().filter(speck -> speck.presence(level) > 0).toList(), seam, seamWidth);
    }

    /** The signal after ageing of a point whose tissue has a given signal. */
    double applyTo(double signal, Spot spot, Tissue tissue, TissueContrast contrast) {
        double inner = tissue.white() + tissue.deepGrey();
        if (inner <= 0) {
            return signal;
        }
        double t = tissue.ventricleDistance() / seamWidth;
        double aged = signal + inner * (t < 1 ? seam * (1 - t * t) : 0);
        for (Speck speck : specks) {
            double profile = speck.profile(spot.x(), spot.y());
            if (profile > 0) {
                double share = inner * profile * speck.presence(spot.level()) * speck.strength();
                aged += speck.fluidLike() ? share * (contrast.fluid() - aged) : share;
            }
        }
        return aged;
    }
}
