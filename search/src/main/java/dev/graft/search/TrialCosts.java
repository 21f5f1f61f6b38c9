package dev.graft.search;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.freeze.TrainingRole;
import dev.graft.model.BackboneOutline;
import java.util.List;

/**
 * What trials cost, from the outlines of their backbones alone: multiplications and bytes. Rough, meant to order and to
 * compare. The head is left out.
 */
public final class TrialCosts {
    private static final long FLOAT = 4;
    /** A backward pass costs about two forward passes. */
    private static final long LEARNING = 3;

    private final Outlines outlines;

    TrialCosts(BackboneRegistry backbones) {
        this.outlines = new Outlines(backbones);
    }

    private BackboneOutline outline(Trial trial) {
        return outlines.of(
                trial.settings().model().backbone(), trial.settings().model().size());
    }

    /** Multiplications of one image's way through the whole backbone. */
    double forward(Trial trial) {
        BackboneOutline outline = outline(trial);
        return forward(outline, 0, outline.layers().size());
    }

    /**
     * Multiplications of one image's way through some layers of a backbone.
     *
     * @param from index of the first layer
     * @param to index of the first layer beyond
     */
    public static double forward(BackboneOutline outline, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            // Scaling of the input is no work worth counting.
            boolean counts = outline.roles().get(i) != TrainingRole.CONSTANT;
            // Every parameter of a convolution is used once at every position.
            sum += !counts
                    ? 0
                    : (double) outline.layers().get(i).parameters()
                            * positions(outline.layers().get(i).outputShape());
        }
        return sum;
    }

    private static long positions(List<Long> shape) {
        return shape.size() == 3 ? shape.get(1) * shape.get(2) : 1;
    }

    /** Index of the first layer that is not frozen: nothing listed after it is taken for constant. */
    private static int cut(BackboneOutline outline, Trial trial) {
        return LearningLayers.changing(trial.phase().unfrozen(), outline).stream()
                .findFirst()
                .orElse(outline.layers().size());
    }

    /** Multiplications to compute the frozen features of so many images; 0 if nothing is frozen. */
    double features(Trial trial, int images) {
        BackboneOutline outline = outline(trial);
        return images * forward(outline, 0, cut(outline, trial));
    }

    /**
     * Multiplications of an epoch above the frozen layers.
     *
     * @param learnt images of the train part
     * @param looked images of the validation part
     */
    double epoch(Trial trial, int learnt, int looked) {
        BackboneOutline outline = outline(trial);
        return (LEARNING * learnt + looked)
                * forward(outline, cut(outline, trial), outline.layers().size());
    }

    /** Multiplications of an epoch in the frozen layers, which see every image anew; 0 if their features are kept. */
    double frozenEpoch(Trial trial, int learnt) {
        boolean anew = !trial.augmentationIdentity().equals(AugmentationCatalog.NONE)
                && trial.settings().augmentation().views() == 0;
        return anew ? features(trial, learnt) : 0;
    }

    /**
     * About how many bytes a trial needs at most while it runs: parameters, what the optimizer keeps, and what a batch
     * leaves in every layer that gradients pass. What the process needs anyhow, and caches, are left out.
     */
    long bytes(Trial trial) {
        BackboneOutline outline = outline(trial);
        List<Integer> changing = LearningLayers.changing(trial.phase().unfrozen(), outline);
        int cut = cut(outline, trial);
        long all = 0;
        long learning = 0;
        long kept = 0;
        long largest = 0;
        for (int i = 0; i < outline.layers().size(); i++) {
            long values = outline.layers().get(i).outputShape().stream().reduce(1L, (a, b) -> a * b);
            all += outline.layers().get(i).parameters();
            largest = Math.max(largest, values);
            if (i >= cut) {
                learning += changing.contains(i) ? outline.layers().get(i).parameters() : 0;
                kept += values;
            }
        }
        // Model; its learning copy, gradients, two moments; activations and their gradients; a few live maps of the
        // prefix.
        return FLOAT * (all + 4 * learning + trial.settings().batchSize() * (2 * kept + 4 * largest));
    }
}
