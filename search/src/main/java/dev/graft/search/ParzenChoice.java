package dev.graft.search;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tree-structured Parzen Estimator (Bergstra, Bardenet, Bengio, Kégl: Algorithms for Hyper-Parameter Optimization, NeurIPS 2011):
 * what to try next is what is most likely among the good by comparison with the bad, axis by axis. A space of finitely many
 * configurations needs no draws: all are compared.
 */
final class ParzenChoice {
    /** So many configurations are begun before what came of them says anything. */
    static final int FIRST = 10;

    private static final int MOST_GOOD = 25;

    private final int configurations;
    private final List<ParzenAxis> axes;

    /** @param configurations in an order that says which come first and decides between equals */
    ParzenChoice(List<List<Trial>> configurations) {
        this.configurations = configurations.size();
        this.axes = ParzenAxis.of(configurations);
    }

    /**
     * The next one.
     *
     * @param begun numbers of configurations, oldest first. Those that are not ranked, be they under way, dropped or failed,
     *     count as bad: else several at a time would all try the same
     * @param ranked those of them that have a figure, best first; none for the next one in order
     * @return empty if all are begun
     */
    OptionalInt next(Collection<Integer> begun, List<Integer> ranked) {
        Set<Integer> known = new HashSet<>(begun);
        Set<Integer> good = new HashSet<>(ranked.subList(0, good(ranked.size())));
        double[] scores = new double[configurations];
        if (isEnough(ranked.size())) {
            List<Integer> goodInOrder = begun.stream().filter(good::contains).toList();
            List<Integer> badInOrder =
                    begun.stream().filter(i -> !good.contains(i)).toList();
            axes.forEach(axis -> axis.add(scores, goodInOrder, badInOrder));
        }
        int next = -1;
        for (int i = 0; i < configurations; i++) {
            if (!known.contains(i) && (next < 0 || scores[i] > scores[next])) {
                next = i;
            }
        }
        return next < 0 ? OptionalInt.empty() : OptionalInt.of(next);
    }

    /** Whether so many with a figure say anything. */
    static boolean isEnough(int ranked) {
        return ranked >= FIRST;
    }

    /** A tenth, rounded up. */
    static int good(int ranked) {
        return Math.min((ranked + 9) / 10, MOST_GOOD);
    }
}
