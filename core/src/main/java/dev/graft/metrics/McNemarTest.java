package dev.graft.metrics;

import java.util.List;

/**
 * Whether two classifiers differ on the same images: McNemar's exact test (McNemar 1947, in its binomial form). Images that
 * both get right, or both wrong, say nothing; of the others each classifier would win half if they were equally good.
 *
 * @param firstOnly images that only the first classifies correctly
 * @param secondOnly images that only the second classifies correctly
 * @param pValue probability of a difference at least as large if they are equally good, two-sided, 0..1; 1 if no image
 *     tells them apart
 */
public record McNemarTest(int firstOnly, int secondOnly, double pValue) {
    /**
     * Compares predictions of the same images, in any order.
     *
     * @throws dev.graft.error.GraftException if the images or their classes differ
     */
    public static McNemarTest of(List<Prediction> first, List<Prediction> second) {
        List<Prediction> others = PairedPredictions.inOrder(first, second);
        int firstOnly = 0;
        int secondOnly = 0;
        for (int i = 0; i < others.size(); i++) {
            Prediction p = first.get(i);
            Prediction q = others.get(i);
            firstOnly += p.correct() && !q.correct() ? 1 : 0;
            secondOnly += q.correct() && !p.correct() ? 1 : 0;
        }
        return of(firstOnly, secondOnly);
    }

    /** Of counts. */
    public static McNemarTest of(int firstOnly, int secondOnly) {
        int trials = firstOnly + secondOnly;
        int fewer = Math.min(firstOnly, secondOnly);
        // In logarithms: half to the power of a thousand is no double.
        double logTerm = trials * Math.log(0.5);
        double tail = Math.exp(logTerm);
        for (int k = 1; k <= fewer; k++) {
            logTerm += Math.log(trials - k + 1.0) - Math.log(k);
            tail += Math.exp(logTerm);
        }
        return new McNemarTest(firstOnly, secondOnly, Math.min(1, 2 * tail));
    }
}
