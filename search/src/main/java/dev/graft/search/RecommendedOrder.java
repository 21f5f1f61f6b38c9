package dev.graft.search;

import dev.graft.error.GraftException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts configurations in front whose networks a recommendation found worth training: one of the best network, one of the second
 * best, and so on, and again from the best. What is clearly worse comes in front only if there is nothing else.
 *
 * @param ranking best first
 */
record RecommendedOrder(List<RankedNetwork> ranking) {
    RecommendedOrder {
        ranking = List.copyOf(ranking);
    }

    /**
     * The same configurations in another order.
     *
     * @param drawn in an order drawn at random, which is kept among those of one network and among those that do not stand in front
     * @param front how many do at most
     * @throws GraftException if none is of a network that the recommendation knows
     */
    List<List<Trial>> of(List<List<Trial>> drawn, int front) {
        Map<PretrainedNetwork, Deque<List<Trial>>> waiting = new LinkedHashMap<>();
        ranking.forEach(ranked -> waiting.put(ranked.network(), new ArrayDeque<>()));
        for (List<Trial> repeats : drawn) {
            nearest(repeats.get(0)).map(waiting::get).ifPresent(queue -> queue.add(repeats));
        }
        waiting.values().removeIf(Deque::isEmpty);
        if (waiting.isEmpty()) {
            throw new GraftException("The recommendation knows no network of this space. Found "
                    + drawn.get(0).get(0).settings().model()
                    + " in the space, expected a backbone with the weights, size and"
                    + " preprocessing of the recommendation. Recommend with --sizes and --preprocessing of the space.");
        }
        List<PretrainedNetwork> worse = ranking.stream()
                .filter(RankedNetwork::clearlyWorse)
                .map(RankedNetwork::network)
                .toList();
        if (!worse.containsAll(waiting.keySet())) {
            waiting.keySet().removeAll(worse);
        }
        List<List<Trial>> ordered = new ArrayList<>();
        while (ordered.size() < front && !waiting.isEmpty()) {
            waiting.values().stream().limit(front - ordered.size()).forEach(queue -> ordered.add(queue.remove()));
            waiting.values().removeIf(Deque::isEmpty);
        }
        List<List<Trial>> rest = new ArrayList<>(drawn);
        rest.removeAll(ordered);
        ordered.addAll(rest);
        return ordered;
    }

    /** The ranked network that a trial comes nearest to: the same one, and of its cuts that which learns most nearly as much. */
    private Optional<PretrainedNetwork> nearest(Trial trial) {
        return PretrainedNetwork.of(trial)
                .flatMap(network -> ranking.stream()
                        .map(RankedNetwork::network)
                        .filter(ranked -> ranked.distance(network).isPresent())
                        .min(Comparator.comparingInt(
                                ranked -> ranked.distance(network).orElseThrow())));
    }
}
