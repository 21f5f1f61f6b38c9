package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * By which score a model answers for groups, and how that was chosen: on images that it did not learn from.
 *
 * <p>Scores are compared by the log loss of the groups. It asks for good probabilities and is what the epoch is chosen by, too; an
 * accuracy has as many steps as there are groups, which are few, and an area under the ROC curve cannot see a score that calls
 * every group positive. The mean log odds is kept unless another score is better by more than luck: its gain's 95 % interval, from
 * resamples of the groups, must lie above 0. With fewer than {@value #FEWEST} groups of a class nothing else is chosen.
 *
 * @param score the chosen one
 * @param groups how many it was chosen by
 * @param rarest how many of them are of the class that has the fewest
 * @param candidates all scores, the mean log odds first; empty if none were compared
 */
public record GroupScoreChoice(GroupScore score, int groups, int rarest, List<Candidate> candidates) {
    /** Groups of each class that it takes to choose. */
    public static final int FEWEST = 10;

    /** Scores that are equal, as of groups of one image, differ by less. */
    private static final double ROUNDING = 1e-9;

    /** The mean log odds, without a choice. */
    public static final GroupScoreChoice NONE = new GroupScoreChoice(GroupScore.MEAN_LOGIT, 0, 0, List.of());

    /**
     * What a score came to.
     *
     * @param logLoss mean over the groups
     * @param gain 95 % interval of how much lower that is than with the mean log odds; unknown for that one, and with too few
     *     groups
     */
    public record Candidate(GroupScore score, double logLoss, Interval gain) {
        private boolean isBetter() {
            return gain.low() > ROUNDING;
        }
    }

    public GroupScoreChoice {
        candidates = List.copyOf(candidates);
    }

    /**
     * Chooses.
     *
     * @param images with known classes and all probabilities, at least one
     * @param groups group of each image by its name, as far as known
     * @param classCount number of classes
     * @param positiveClass index of the positive class
     */
    public static GroupScoreChoice of(
            List<Prediction> images, Map<String, String> groups, int classCount, int positiveClass) {
        double[] usual = losses(GroupScore.MEAN_LOGIT, images, groups, positiveClass);
        int rarest = rarest(
                GroupScore.MEAN_LOGIT.group(images, groups, positiveClass).predictions(), classCount);
        List<Candidate> candidates = new ArrayList<>();
        for (GroupScore score : GroupScore.values()) {
            double[] losses = losses(score, images, groups, positiveClass);
            boolean compared = score != GroupScore.MEAN_LOGIT && rarest >= FEWEST;
            candidates.add(new Candidate(
                    score,
                    Arrays.stream(losses).average().orElse(Double.NaN),
                    compared ? gain(usual, losses) : Interval.UNKNOWN));
        }
        GroupScore best = candidates.stream()
                .filter(Candidate::isBetter)
                .min(Comparator.comparingDouble(Candidate::logLoss))
                .map(Candidate::score)
                .orElse(GroupScore.MEAN_LOGIT);
        return new GroupScoreChoice(best, usual.length, rarest, candidates);
    }

    /** Of each group, in the same order for every score. */
    private static double[] losses(
            GroupScore score, List<Prediction> images, Map<String, String> groups, int positiveClass) {
        return score.group(images, groups, positiveClass).predictions().stream()
                .mapToDouble(Probabilities::loss)
                .toArray();
    }

    private static int rarest(List<Prediction> groups, int classCount) {
        int[] counts = new int[classCount];
        groups.forEach(group -> counts[group.actual()]++);
        return Arrays.stream(counts).min().orElseThrow();
    }

    private static Interval gain(double[] usual, double[] losses) {
        double[] gains = IntStream.range(0, usual.length)
                .mapToDouble(g -> usual[g] - losses[g])
                .toArray();
        return Interval.middle(Bootstrap.ofImages().draws(gains.length).stream()
                .mapToDouble(drawn -> mean(gains, drawn))
                .sorted()
                .toArray());
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += drawn[i] * values[i];
        }
        return sum / values.length;
    }
}
