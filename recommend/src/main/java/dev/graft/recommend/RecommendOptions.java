package dev.graft.recommend;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.Optional;

/**
 * What is compared and how.
 *
 * @param backbones ids; empty for all whose weights are at hand
 * @param weights names or files; empty for all published ones that are at hand
 * @param sizes sides of the square input in pixels; empty for each backbone's own
 * @param preprocessings ids; empty for what the weights expect
 * @param folds of the cross-validation, at least 3
 * @param rounds how often images are dealt out to folds anew, at least 1
 * @param seed of the folds
 * @param shuffle exchanges the labels of whole groups with this seed before: then nobody may beat chance
 */
public record RecommendOptions(
        List<String> backbones,
        List<String> weights,
        List<Integer> sizes,
        List<String> preprocessings,
        int folds,
        int rounds,
        long seed,
        Optional<Long> shuffle) {
    public RecommendOptions {
        backbones = List.copyOf(backbones);
        weights = List.copyOf(weights);
        sizes = List.copyOf(sizes);
        preprocessings = List.copyOf(preprocessings);
        if (folds < 3 || rounds < 1) {
            throw new GraftException("Found " + folds + " folds and " + rounds
                    + " rounds, expected at least 3 folds (one to predict, one to choose the penalty by, one to learn from)"
                    + " and 1 round.");
        }
    }

    /** Everything at hand as it expects its images, five folds, once. */
    public static RecommendOptions defaults() {
        return new RecommendOptions(List.of(), List.of(), List.of(), List.of(), 5, 1, 42, Optional.empty());
    }

    public RecommendOptions withBackbones(List<String> ids) {
        return new RecommendOptions(ids, weights, sizes, preprocessings, folds, rounds, seed, shuffle);
    }

    public RecommendOptions withWeights(List<String> names) {
        return new RecommendOptions(backbones, names, sizes, preprocessings, folds, rounds, seed, shuffle);
    }

    public RecommendOptions withSizes(List<Integer> pixels) {
        return new RecommendOptions(backbones, weights, pixels, preprocessings, folds, rounds, seed, shuffle);
    }

    public RecommendOptions withPreprocessings(List<String> ids) {
        return new RecommendOptions(backbones, weights, sizes, ids, folds, rounds, seed, shuffle);
    }

    public RecommendOptions withFolds(int count, int times) {
        return new RecommendOptions(backbones, weights, sizes, preprocessings, count, times, seed, shuffle);
    }

    public RecommendOptions withSeed(long other) {
        return new RecommendOptions(backbones, weights, sizes, preprocessings, folds, rounds, other, shuffle);
    }

    public RecommendOptions withShuffledLabels(long shuffleSeed) {
        return new RecommendOptions(
                backbones, weights, sizes, preprocessings, folds, rounds, seed, Optional.of(shuffleSeed));
    }
}
