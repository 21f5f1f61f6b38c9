package dev.graft.search;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which trials of a space are run, and how far. Repeats of a configuration are chosen and dropped together.
 *
 * <p>A trial that is stopped before its last epoch keeps its plan: learning-rate schedule and patience are those of the
 * whole training, which a checkpoint continues exactly. So what a trial gives does not depend on the strategy.
 */
public sealed interface SearchStrategy {
    /** The work in order; the same for equal trials. */
    SearchPlan plan(List<Trial> trials);

    /** In words, for people. */
    String describe();

    /** Every trial to its end. */
    static SearchStrategy grid() {
        return new Grid();
    }

    /** So many configurations drawn without replacement, to their end. */
    static SearchStrategy random(int configurations, long seed) {
        return new RandomSample(configurations, seed);
    }

    /** Every configuration for a few epochs, then the best part of them for more, and so on. */
    static SearchStrategy halving(int firstEpochs, int factor) {
        return new SuccessiveHalving(firstEpochs, factor);
    }

    /** Several halvings of random configurations, from many short trials to few long ones. */
    static SearchStrategy hyperband(int firstEpochs, int factor, long seed) {
        return new Hyperband(firstEpochs, factor, seed);
    }

    /**
     * So many configurations, each chosen by what came of those before (Tree-structured Parzen Estimator, see {@link
     * ParzenChoice}); the first ten are those that {@link #random} draws first.
     *
     * @param configurations how many at most, beside those that the ledger has anyway; {@link Integer#MAX_VALUE} for all
     */
    static SearchStrategy parzen(int configurations, long seed) {
        return new Parzen(configurations, seed, List.of());
    }

    /**
     * The same, but the first ten are of the networks that a recommendation found not clearly worse than its best one, if
     * the space has any, else of all that it ranked, in its order and again from its beginning; what it does not know of them is drawn at random. A configuration
     * counts for the network of the ranking that unfreezes most nearly as many layers, if all else is equal.
     *
     * @param recommended best first
     */
    static SearchStrategy parzen(int configurations, long seed, List<RankedNetwork> recommended) {
        return new Parzen(configurations, seed, recommended);
    }

    /**
     * Hyperband's brackets again and again, whose configurations are chosen by what came of the brackets before (BOHB: Falkner,
     * Klein, Hutter: Robust and Efficient Hyperparameter Optimization at Scale, ICML 2018); those of the first one are drawn at
     * random. One in three is drawn at random in all of them.
     *
     * @param configurations how many start at most, each once; {@link Integer#MAX_VALUE} for all
     * @param firstEpochs fewest epochs of a rung, at least 1
     * @param factor one in so many goes on, with so many times the epochs; at least 2
     */
    static SearchStrategy bohb(int configurations, int firstEpochs, int factor, long seed) {
        return bohb(configurations, firstEpochs, factor, seed, List.of());
    }

    /** The same, but the first ten are as recommended, see {@link #parzen(int, long, List)}. */
    static SearchStrategy bohb(
            int configurations, int firstEpochs, int factor, long seed, List<RankedNetwork> recommended) {
        return new Bohb(configurations, new Hyperband(firstEpochs, factor, seed), recommended);
    }

    private static List<List<Trial>> shuffled(List<Trial> trials, long seed) {
        List<List<Trial>> all = new ArrayList<>(Configurations.of(trials));
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    private static List<List<Trial>> shuffled(List<Trial> trials, long seed, List<RankedNetwork> recommended) {
        List<List<Trial>> drawn = shuffled(trials, seed);
        return recommended.isEmpty() ? drawn : new RecommendedOrder(recommended).of(drawn, ParzenChoice.FIRST);
    }

    private static int mostEpochs(List<List<Trial>> configurations) {
        return configurations.stream()
                .flatMap(List::stream)
                .mapToInt(trial -> trial.phase().epochs())
                .max()
                .orElse(0);
    }

    private static SearchPlan inOrder(List<List<Trial>> configurations, Bracket bracket) {
        return new SearchPlan(configurations, Sampling.IN_ORDER, List.of(bracket));
    }

    private static void check(int firstEpochs, int factor) {
        if (firstEpochs < 1 || factor < 2) {
            throw new GraftException("Halving starts with 1 epoch or more and keeps one in 2 or more, found "
                    + firstEpochs + " epochs and one in " + factor + ".");
        }
    }

    /** See {@link SearchStrategy#grid()}. */
    record Grid() implements SearchStrategy {
        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = Configurations.of(trials);
            return inOrder(all, Bracket.toTheEnd(all.size()));
        }

        @Override
        public String describe() {
            return "every trial";
        }
    }

    /**
     * See {@link SearchStrategy#random}.
     *
     * @param configurations how many, at least 1; all if there are fewer
     * @param seed chooses
     */
    record RandomSample(int configurations, long seed) implements SearchStrategy {
        public RandomSample {
            if (configurations < 1) {
                throw new GraftException(
                        "A random search tries 1 configuration or more, found " + configurations + ".");
            }
        }

        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = shuffled(trials, seed);
            return inOrder(all, Bracket.toTheEnd(Math.min(configurations, all.size())));
        }

        @Override
        public String describe() {
            return configurations + " configurations drawn with seed " + seed;
        }
    }

    /**
     * Successive halving (Jamieson, Talwalkar 2016).
     *
     * @param firstEpochs of the first rung, at least 1
     * @param factor one in so many goes on, with so many times the epochs; at least 2
     */
    record SuccessiveHalving(int firstEpochs, int factor) implements SearchStrategy {
        public SuccessiveHalving {
            check(firstEpochs, factor);
        }

        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = Configurations.of(trials);
            List<Integer> rungs = new ArrayList<>();
            int most = mostEpochs(all);
            for (long epochs = firstEpochs; epochs < most; epochs *= factor) {
                rungs.add((int) epochs);
            }
            return inOrder(all, Bracket.halved(all.size(), rungs, factor));
        }

        @Override
        public String describe() {
            return "successive halving from " + firstEpochs + " epochs, one in " + factor + " goes on";
        }
    }

    /**
     * Hyperband (Li and others 2018): with {@code R} epochs at most and {@code s} rungs before the last, a bracket starts
     * {@code ceil((s_max + 1) / (s + 1) * factor^s)} configurations at {@code R / factor^s} epochs. A configuration may be
     * drawn by several brackets; it is trained once.
     *
     * @param firstEpochs fewest epochs of a rung, at least 1
     * @param factor one in so many goes on, with so many times the epochs; at least 2
     * @param seed draws configurations
     */
    record Hyperband(int firstEpochs, int factor, long seed) implements SearchStrategy {
        public Hyperband {
            check(firstEpochs, factor);
        }

        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = shuffled(trials, seed);
            return new SearchPlan(all, Sampling.IN_ORDER, brackets(all));
        }

        private List<Bracket> brackets(List<List<Trial>> all) {
            int most = mostEpochs(all);
            List<Integer> rungs = new ArrayList<>();
            for (long power = factor; firstEpochs * power <= most; power *= factor) {
                rungs.add(0, (int) (most / power));
            }
            List<Bracket> brackets = new ArrayList<>();
            long power = Math.round(Math.pow(factor, rungs.size()));
            for (int s = rungs.size(); s >= 0; s--) {
                long count = ((rungs.size() + 1) * power + s) / (s + 1);
                List<Integer> own = rungs.subList(rungs.size() - s, rungs.size());
                brackets.add(Bracket.halved((int) Math.min(all.size(), count), own, factor));
                power /= factor;
            }
            return brackets;
        }

        @Override
        public String describe() {
            return "Hyperband from " + firstEpochs + " epochs, one in " + factor + " goes on, seed " + seed;
        }
    }

    /**
     * See {@link SearchStrategy#parzen}.
     *
     * @param configurations how many, at least 1; all if there are fewer
     * @param seed draws the first ones, and decides between equals
     * @param recommended networks to begin with, best first; may be empty
     */
    record Parzen(int configurations, long seed, List<RankedNetwork> recommended) implements SearchStrategy {
        public Parzen {
            recommended = List.copyOf(recommended);
            if (configurations < 1) {
                throw new GraftException(
                        "A search by TPE tries 1 configuration or more, found " + configurations + ".");
            }
        }

        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = shuffled(trials, seed, recommended);
            return new SearchPlan(
                    all, Sampling.ONE_BY_ONE, List.of(Bracket.toTheEnd(Math.min(configurations, all.size()))));
        }

        @Override
        public String describe() {
            String most = configurations == Integer.MAX_VALUE ? "configurations" : configurations + " configurations";
            return most + " chosen one by one by what came of those before (TPE)"
                    + (recommended.isEmpty() ? "" : ", the first ones as recommended") + ", seed " + seed;
        }
    }

    /**
     * See {@link SearchStrategy#bohb}.
     *
     * @param configurations how many start, at least 1; all if there are fewer
     * @param hyperband whose brackets they are, again and again
     * @param recommended networks to begin with, best first; may be empty
     */
    record Bohb(int configurations, Hyperband hyperband, List<RankedNetwork> recommended) implements SearchStrategy {
        public Bohb {
            recommended = List.copyOf(recommended);
            if (configurations < 1) {
                throw new GraftException(
                        "A search by BOHB starts 1 configuration or more, found " + configurations + ".");
            }
        }

        @Override
        public SearchPlan plan(List<Trial> trials) {
            List<List<Trial>> all = shuffled(trials, hyperband.seed(), recommended);
            List<Bracket> once = hyperband.brackets(all);
            List<Bracket> brackets = new ArrayList<>();
            int left = Math.min(configurations, all.size());
            while (left > 0) {
                Bracket next = once.get(brackets.size() % once.size()).ofAtMost(left);
                brackets.add(next);
                left -= next.configurations();
            }
            return new SearchPlan(all, Sampling.BY_BRACKET, brackets);
        }

        @Override
        public String describe() {
            String most = configurations == Integer.MAX_VALUE ? "configurations" : configurations + " configurations";
            return most + " chosen bracket by bracket by what came of those before (BOHB)"
                    + (recommended.isEmpty() ? "" : ", the first ones as recommended") + ", in brackets of "
                    + hyperband.describe();
        }
    }
}
