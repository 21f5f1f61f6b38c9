package dev.graft.metrics;

/**
 * What a training on shuffled labels came to. Nothing can be learnt from them, so on images that were held out the
 * accuracy must be at chance: if it is above, the held-out images were known, because images that belong together lie on
 * both sides of the split.
 *
 * @param part which part was measured: {@code test} or {@code validation}
 * @param shuffled how many groups, or images that stand for themselves, exchanged their labels
 * @param images how many were measured
 * @param accuracy share classified as the shuffled labels say, 0..1
 * @param interval 95 % interval of it
 * @param chance share of the most frequent shuffled label: what answering it always would give
 */
public record ChanceTest(String part, int shuffled, int images, double accuracy, Interval interval, double chance) {
    /** Whether the accuracy fell to chance, as it must: its interval does not lie above. */
    public boolean passed() {
        return !(interval.low() > chance);
    }
}
