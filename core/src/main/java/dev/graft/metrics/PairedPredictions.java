package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings predictions of two classifiers for the same images together. */
final class PairedPredictions {
    private PairedPredictions() {}

    /**
     * The second's predictions in the first's order.
     *
     * @throws GraftException if the images or their classes differ
     */
    static List<Prediction> inOrder(List<Prediction> first, List<Prediction> second) {
        Map<String, Prediction> others = new HashMap<>();
        second.forEach(p -> others.put(p.image(), p));
        if (first.size() != second.size() || others.size() != second.size()) {
            throw differ(first.size() + " and " + second.size() + " predictions of " + others.size() + " images");
        }
        return first.stream()
                .map(p -> {
                    Prediction q = others.remove(p.image());
                    if (q == null || q.actual() != p.actual()) {
                        throw differ(p.image() + (q == null ? " once only" : " with two classes"));
                    }
                    return q;
                })
                .toList();
    }

    private static GraftException differ(String found) {
        return new GraftException("A paired comparison needs two classifiers' predictions of the same images, found "
                + found + ". Compare trainings of one data set and split.");
    }
}
