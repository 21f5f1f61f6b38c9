package dev.graft.recommend;

import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.data.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is predicted with whom: the fold of each image in each round, equal for all candidates. Groups, and images that look
 * alike, are in one fold.
 *
 * @param count folds in a round
 * @param ofImages for each round, the fold of each image
 * @param units number of what each image must stay together with, from 0
 */
record Folds(int count, List<int[]> ofImages, int[] units) {
    static Folds of(ImageDataset images, RecommendOptions options) {
        ImageDataset free = images.withoutParts();
        List<int[]> rounds = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            // What folds do not predict is halved, so that no class need be missing on a side.
            double validation = (1 - 1.0 / options.folds()) / 2;
            List<Split> splits = new KFold(options.folds(), validation, options.seed() + round).split(free);
            int[] folds = new int[free.samples().size()];
            for (int fold = 0; fold < splits.size(); fold++) {
                for (int image : splits.get(fold).test()) {
                    folds[image] = fold;
                }
            }
            rounds.add(folds);
        }
        int[] units = new int[free.samples().size()];
        List<List<Integer>> together = free.together();
        for (int unit = 0; unit < together.size(); unit++) {
            for (int image : together.get(unit)) {
                units[image] = unit;
            }
        }
        return new Folds(options.folds(), rounds, units);
    }
}
