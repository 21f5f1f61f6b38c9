package dev.graft.recommend;

import dev.graft.model.BackboneOutline;
import dev.graft.search.TrialCosts;

/**
 * About how long trainings of a network take at most: each frozen layer once for each image, those above three times for an image
 * that is learnt from and once for one that is looked at, in every epoch, as fast as the pass of the features was.
 *
 * @param outline of the backbone
 * @param learnt images of the train part
 * @param looked images of the validation part
 * @param epochs at most
 */
record TrainingMinutes(BackboneOutline outline, int learnt, int looked, int epochs) {
    private static final double LEARNING = 3;

    /**
     * A training whose last layers learn.
     *
     * @param secondsPerImage of one image's way through the backbone
     */
    double of(int unfrozen, double secondsPerImage) {
        int layers = outline.layers().size();
        double above = TrialCosts.forward(outline, layers - unfrozen, layers) / TrialCosts.forward(outline, 0, layers);
        double features = (learnt + looked) * (1 - above);
        double training = epochs * (LEARNING * learnt + looked) * above;
        return secondsPerImage * (features + training) / 60;
    }
}
