package dev.graft.phantom;

import java.util.Optional;

/**
 * One patient: everything that its slices share.
 *
 * @param brain inside the skull
 * @param rim around it
 * @param contrast signal of the tissues
 * @param age changes that come with age
 * @param texture slow variation of signal within a tissue
 * @param pose how the patient lies
 * @param scanner settings of the examination
 * @param levels of the slices
 * @param lesion the infarct, if any
 */
record Patient(
        Brain brain,
        Rim rim,
        TissueContrast contrast,
        WhiteMatterAge age,
        GradientNoise texture,
        Pose pose,
        Scanner scanner,
        double[] levels,
        Optional<Lesion> lesion) {
    private static final int ANATOMY = 1;
    private static final int LESION = 2;
    private static final int MOTION = 3;
    private static final int ACQUISITION = 4;

    /**
     * Draws a patient. Lesion, anatomy and acquisition come from separate streams: with and without lesion the rest is
     * the same.
     *
     * @param seed of the data set
     * @param number of the patient
     * @param slices that cover the patient
     * @param visibility of the lesion; 0 for none
     */
    static Patient draw(long seed, int number, int slices, double visibility) {
        Draws draws = Draws.at(seed, number, ANATOMY);
        Brain brain = Brain.draw(draws);
        double[] levels = levels(draws, slices);
        Optional<Lesion> lesion = visibility > 0
                ? Optional.of(new LesionDraw(brain, levels, visibility).next(Draws.at(seed, number, LESION)))
                : Optional.empty();
        return new Patient(
                brain,
                Rim.draw(draws),
                TissueContrast.draw(draws),
                WhiteMatterAge.draw(draws),
                GradientNoise.draw(draws),
                Pose.draw(draws),
                Scanner.draw(draws),
                levels,
                lesion);
    }

    private static double[] levels(Draws draws, int slices) {
        double first = draws.uniform(0, 0.40);
        double span = draws.uniform(0.22, 0.42);
        double[] levels = new double[slices];
        for (int i = 0; i < slices; i++) {
            levels[i] = first + span * (i + 0.5) / slices;
        }
        return levels;
    }

    /** The ideal picture of one slice, counted from 0. */
    SliceSignal signal(long seed, int number, int slice, int size) {
        double level = levels[slice];
        Pose slicePose = pose.onSlice(Draws.at(seed, number, MOTION, slice), level);
        return SliceRenderer.of(this, slicePose, level, size).render();
    }

    /** The grey values that the scanner makes of it. */
    byte[] acquire(SliceSignal signal, long seed, int number, int slice) {
        return scanner.acquire(signal, Draws.at(seed, number, ACQUISITION, slice));
    }
}
