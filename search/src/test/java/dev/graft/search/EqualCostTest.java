package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.head.HeadChoice;
import dev.graft.search.SimulatedSearch.Course;
import dev.graft.testkit.Effort;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Strategies after equally many epochs: how much worse than the best configuration the one is that each would name. */
class EqualCostTest {
    private static final int SEEDS = Effort.of(20, 100);

    /** All with the configurations in one order, which is that of each strategy with this seed. */
    private static Map<String, SearchPlan> plans(List<Trial> trials, long seed) {
        SearchPlan bohb = SearchStrategy.bohb(Integer.MAX_VALUE, 1, 3, seed).plan(trials);
        List<List<Trial>> drawn = bohb.configurations();
        List<Bracket> whole = List.of(Bracket.toTheEnd(drawn.size()));
        Map<String, SearchPlan> plans = new LinkedHashMap<>();
        plans.put("random", new SearchPlan(drawn, Sampling.IN_ORDER, whole));
        // Hyperband goes through its brackets once; to compare, again and again.
        plans.put("Hyperband", new SearchPlan(drawn, Sampling.IN_ORDER, bohb.brackets()));
        plans.put("TPE", new SearchPlan(drawn, Sampling.ONE_BY_ONE, whole));
        plans.put("BOHB", bohb);
        return plans;
    }

    @Test
    void plansAreThoseOfTheStrategies() {
        Map<String, SearchPlan> plans = plans(TRIALS, 3);

        assertThat(plans.get("random")).isEqualTo(SearchStrategy.random(504, 3).plan(TRIALS));
        assertThat(plans.get("TPE")).isEqualTo(SearchStrategy.parzen(504, 3).plan(TRIALS));
        SearchPlan hyperband = SearchStrategy.hyperband(1, 3, 3).plan(TRIALS);
        assertThat(plans.get("Hyperband")
                        .inOrder()
                        .subList(0, hyperband.brackets().size()))
                .isEqualTo(hyperband.inOrder());
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Medians by strategy, for each of the budgets. */
    private static Map<String, double[]> medians(
            String title, List<Trial> trials, IntFunction<Map<TrialAddress, Course>> problems, int... budgets) {
        Map<String, double[][]> regrets = new LinkedHashMap<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Map<TrialAddress, Course> courses = problems.apply(seed);
            double best =
                    courses.values().stream().mapToDouble(Course::truth).max().orElseThrow();
            int number = seed;
            plans(trials, seed).forEach((name, plan) -> {
                SimulatedSearch search = new SimulatedSearch(plan, courses, budgets[budgets.length - 1]);
                double[][] own = regrets.computeIfAbsent(name, key -> new double[budgets.length][SEEDS]);
                for (int i = 0; i < budgets.length; i++) {
                    own[i][number] = best - search.winner(budgets[i]);
                }
            });
        }
        Map<String, double[]> medians = new LinkedHashMap<>();
        for (int i = 0; i < budgets.length; i++) {
            int at = i;
            regrets.forEach((name, own) -> {
                medians.computeIfAbsent(name, key -> new double[budgets.length])[at] = median(own[at]);
                System.out.printf(
                        Locale.ROOT,
                        "%s, after %d epochs, %s: median regret %.4f, mean %.4f%n",
                        title,
                        budgets[at],
                        name,
                        median(own[at]),
                        Arrays.stream(own[at]).average().orElseThrow());
            });
        }
        return medians;
    }

    /** Of accuracies alone, which are what was recorded: the best one by then stands for that with the lowest loss. */
    @Test
    void ofARealLedgerBohbsRegretIsLessThanHyperbands() {
        ReplayedLedger ledger = new ReplayedLedger();
        Map<TrialAddress, Course> courses = new HashMap<>();
        for (Trial trial : ledger.trials) {
            ReplayedLedger.Figures figures = ledger.of(List.of(trial));
            double end = figures.accuracy() - 1e-6 * figures.logLoss();
            courses.put(trial.address(), new Course(best(figures.course()), end, figures.accuracy()));
        }

        Map<String, double[]> medians =
                medians("280 trainings", ledger.trials, seed -> courses, 100, 150, 200, 300, 450, 600, 900);

        assertThat(ledger.trials).hasSize(280);
        assertLower(medians, 2, 0.5);
        assertLower(medians, 3, 0.95);
    }

    /** The best by each epoch. */
    private static double[] best(double[] course) {
        double[] best = course.clone();
        for (int i = 1; i < best.length; i++) {
            best[i] = Math.max(best[i], best[i - 1]);
        }
        return best;
    }

    private static void assertLower(Map<String, double[]> medians, int at, double share) {
        assertThat(medians.get("Hyperband")[at]).isPositive();
        assertThat(medians.get("BOHB")[at]).isLessThanOrEqualTo(share * medians.get("Hyperband")[at]);
    }

    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("tiny")
            .unfrozen("0", "2", "4", "6")
            .optimizers("adam", "sgd", "rmsprop")
            .learningRates(1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
            .batchSizes(8, 16, 32)
            .heads(new HeadChoice("gap"), new HeadChoice("reference"))
            .epochs(27)
            .build();

    private static final List<Trial> TRIALS =
            new TrialResolver(SearchFixture.tools()).resolve(SPACE.cells(), SyntheticLedger.CONTEXT);

    private static double number(Cell cell, Axis axis) {
        return Double.parseDouble(axis.of(cell));
    }

    /**
     * Accuracies whose best rate depends on the optimizer and on what is unfrozen, with effects of pairs of values; small rates
     * come near theirs slowly, so that early epochs mislead.
     */
    private static Map<TrialAddress, Course> madeUp(long seed) {
        List<Axis> axes = List.of(Axis.UNFROZEN, Axis.OPTIMIZER, Axis.BATCH_SIZE, Axis.HEAD);
        Random random = new Random(seed);
        Map<String, Double> effects = new HashMap<>();
        Map<TrialAddress, Course> courses = new HashMap<>();
        for (Trial trial : TRIALS) {
            Cell cell = trial.cells().get(0);
            double unfrozen = number(cell, Axis.UNFROZEN);
            double rate = Math.log10(number(cell, Axis.LEARNING_RATE));
            double off = rate + (Axis.OPTIMIZER.of(cell).equals("sgd") ? 2.2 : 3.2) + unfrozen / 8;
            double accuracy = 0.8 - 0.05 * off * off + 0.005 * unfrozen;
            for (Axis one : axes) {
                for (Axis other : axes.subList(axes.indexOf(one), axes.size())) {
                    accuracy += effects.computeIfAbsent(
                            one + one.of(cell) + other + other.of(cell), key -> 0.01 * random.nextGaussian());
                }
            }
            double end = Math.max(0.5, accuracy);
            double slowness = 2 * Math.pow(10, -(rate + 2) / 4);
            double[] course = IntStream.rangeClosed(1, 27)
                    .mapToDouble(
                            epoch -> end - (end - 0.5) * Math.exp(-epoch / slowness) + 0.005 * random.nextGaussian())
                    .toArray();
            double[] best = best(course);
            courses.put(trial.address(), new Course(best, best[26], end));
        }
        return courses;
    }

    @Test
    @EnabledIfSystemProperty(
            named = "graft.thorough",
            matches = "true",
            disabledReason = "half a minute of processor time")
    void ofMadeUpCoursesBohbsRegretIsLessThanHyperbands() {
        Map<String, double[]> medians =
                medians("504 made up", TRIALS, EqualCostTest::madeUp, 200, 300, 450, 600, 900, 1200, 1800);

        assertThat(TRIALS).hasSize(504);
        for (int at : new int[] {1, 3, 4, 6}) {
            assertLower(medians, at, 0.95);
        }
    }
}
