package dev.graft.recommend;

import dev.graft.error.GraftException;
import dev.graft.search.RankedNetwork;
import java.util.List;
import java.util.Map;

/**
 * What is worth training on some images, before any training.
 *
 * @param images how many were looked at
 * @param sealed how many were not: the test part that trainings of the same images, shares and seed leave alone
 * @param units how many groups, or images that stand for themselves, they are
 * @param classes names in the order of their index
 * @param chance share of the most frequent class
 * @param options what was compared and how
 * @param ranking the best first
 * @param agreement Kendall's tau of each column with trained accuracies, where a ledger was given
 * @param leftOut backbones whose published weights are not at hand
 * @param withoutWeights backbones without published weights
 * @param proposals a piece of a search space for each network that is not clearly worse, the best first
 */
public record Recommendation(
        int images,
        int sealed,
        int units,
        List<String> classes,
        double chance,
        RecommendOptions options,
        List<RankedCandidate> ranking,
        Map<String, KendallTau> agreement,
        List<String> leftOut,
        List<String> withoutWeights,
        List<Proposal> proposals) {
    public Recommendation {
        classes = List.copyOf(classes);
        ranking = List.copyOf(ranking);
        leftOut = List.copyOf(leftOut);
        withoutWeights = List.copyOf(withoutWeights);
        proposals = List.copyOf(proposals);
    }

    /**
     * The ranking as a search by TPE begins with it.
     *
     * @throws GraftException if it is of exchanged labels, which say nothing
     */
    public List<RankedNetwork> networks() {
        options.shuffle().ifPresent(seed -> {
            throw new GraftException("The recommendation is of exchanged labels (--shuffle-labels " + seed
                    + "), which say nothing of the images. Recommend once more without.");
        });
        return ranking.stream()
                .map(each -> new RankedNetwork(each.candidate().trained(), each.clearlyWorse()))
                .toList();
    }

    /** The one of the highest accuracy. */
    public RankedCandidate best() {
        return ranking.get(0);
    }
}
