package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.head.HeadChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ParzenChoiceTest {
    /** 1008 configurations. */
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("tiny")
            .unfrozen("0", "2", "4", "6")
            .optimizers("adam", "sgd", "rmsprop")
            .learningRates(1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
            .batchSizes(8, 16, 32)
            .heads(new HeadChoice("gap"), new HeadChoice("reference"))
            .augmentations("none", "shift")
            .epochs(30)
            .build();

    private static final List<Trial> TRIALS = trials(SPACE);

    private static List<Trial> trials(SearchSpace space) {
        return new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT);
    }

    private static List<List<Trial>> configurations(SearchSpace space, long seed) {
        return configurations(trials(space), seed);
    }

    private static List<List<Trial>> configurations(List<Trial> trials, long seed) {
        return SearchStrategy.parzen(1, seed).plan(trials).configurations();
    }

    private static String value(List<Trial> repeats, Axis axis) {
        return axis.of(repeats.get(0).cells().get(0));
    }

    /**
     * Accuracies: smooth in the logarithm of the rate, whose best value depends on the optimizer and falls with what is
     * unfrozen; and each pair of values of two axes has an effect of its own, drawn anew for each seed.
     */
    private static double[] accuracies(List<List<Trial>> configurations, long seed) {
        List<Axis> axes = List.of(Axis.UNFROZEN, Axis.OPTIMIZER, Axis.BATCH_SIZE, Axis.HEAD, Axis.AUGMENTATION);
        Random random = new Random(seed);
        Map<String, Double> effects = new HashMap<>();
        double[] accuracies = new double[configurations.size()];
        for (int i = 0; i < accuracies.length; i++) {
            List<Trial> repeats = configurations.get(i);
            double unfrozen = Double.parseDouble(value(repeats, Axis.UNFROZEN));
            double best = (value(repeats, Axis.OPTIMIZER).equals("sgd") ? -2.2 : -3.2) - unfrozen / 8;
            double off = Math.log10(Double.parseDouble(value(repeats, Axis.LEARNING_RATE))) - best;
            accuracies[i] = 0.8 - 0.05 * off * off + 0.005 * unfrozen;
            for (Axis one : axes) {
                for (Axis other : axes.subList(axes.indexOf(one), axes.size())) {
                    accuracies[i] += effects.computeIfAbsent(
                            one + value(repeats, one) + other + value(repeats, other),
                            key -> 0.01 * random.nextGaussian());
                }
            }
        }
        return accuracies;
    }

    /** What is chosen, one after another, where others are under way. */
    private static List<Integer> chosen(ParzenChoice choice, int count, int slots, double[] measured) {
        List<Integer> begun = new ArrayList<>();
        List<Integer> ranked = new ArrayList<>();
        while (begun.size() < count) {
            for (int slot = 0; slot < slots; slot++) {
                begun.add(choice.next(begun, ranked).orElseThrow());
            }
            ranked = new ArrayList<>(begun);
            ranked.sort(Comparator.comparingDouble(i -> -measured[i]));
        }
        return begun;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** How much worse than the best the one is that looks best after sixty. */
    @Test
    void afterSixtyOfAThousandTheRegretIsLessThanHalfOfRandomSearchs() {
        double[] random = new double[50];
        double[] one = new double[50];
        double[] four = new double[50];
        List<List<Trial>> configurations = new ArrayList<>(configurations(TRIALS, 0));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(configurations, new Random(seed));
            double[] accuracies = accuracies(configurations, seed);
            Random noise = new Random(1000 + seed);
            double[] measured = Arrays.stream(accuracies)
                    .map(value -> value + 0.005 * noise.nextGaussian())
                    .toArray();
            ParzenChoice choice = new ParzenChoice(configurations);
            assertThat(configurations).hasSize(1008);
            random[seed] = regret(IntStream.range(0, 60).boxed().toList(), accuracies, measured);
            one[seed] = regret(chosen(choice, 60, 1, measured), accuracies, measured);
            four[seed] = regret(chosen(choice, 60, 4, measured), accuracies, measured);
        }
        String text = String.format(
                Locale.ROOT,
                "Median regret after 60 of 1008: random %.4f, TPE %.4f, TPE with four at a time %.4f",
                median(random),
                median(one),
                median(four));
        System.out.println(text);

        assertThat(median(one)).as(text).isLessThan(median(random) / 2);
        assertThat(median(four)).as(text).isLessThan(median(random) / 2);
    }

    private static double regret(List<Integer> tried, double[] accuracies, double[] measured) {
        int winner =
                tried.stream().max(Comparator.comparingDouble(i -> measured[i])).orElseThrow();
        return Arrays.stream(accuracies).max().orElseThrow() - accuracies[winner];
    }

    @Test
    void theFirstTenAreThoseOfARandomSearch() {
        ParzenChoice choice = new ParzenChoice(configurations(TRIALS, 3));

        assertThat(chosen(choice, 10, 1, new double[1008]))
                .isEqualTo(IntStream.range(0, 10).boxed().toList());
        List<Trial> trials = SyntheticLedger.trials(40);
        assertThat(SearchStrategy.parzen(9, 3).plan(trials).configurations().subList(0, 9))
                .isEqualTo(SearchStrategy.random(9, 3).plan(trials).inOrder().get(0));
    }

    /** One is good, at adam; the others are bad. Fifteen more with adam that are under way are bad until they are over. */
    @Test
    void whatIsUnderWayCountsAsBad() {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .optimizers("adam", "sgd", "rmsprop")
                .seeds(1, 2)
                .augmentationSeeds(LongStream.range(0, 20).toArray())
                .augmentations("shift")
                .build();
        List<List<Trial>> all = new ArrayList<>(configurations(space, 1));
        all.sort(Comparator.comparing(repeats -> value(repeats, Axis.OPTIMIZER).equals("adam")));
        Collections.rotate(all, 1);
        ParzenChoice choice = new ParzenChoice(all);
        List<Integer> begun = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
        List<Integer> ranked = List.copyOf(begun);

        int next = choice.next(begun, ranked).orElseThrow();
        assertThat(value(all.get(next), Axis.OPTIMIZER)).isEqualTo("adam");
        IntStream.range(45, 60).forEach(begun::add);
        assertThat(value(all.get(45), Axis.OPTIMIZER)).isEqualTo("adam");
        assertThat(value(all.get(choice.next(begun, ranked).orElseThrow()), Axis.OPTIMIZER))
                .isNotEqualTo("adam");
    }

    /** Rates by their ratios, layers by their number, patience by its ratio but for where 0 is for ever. */
    @Test
    void numbersAreComparedOnTheScaleThatBecomesThem() {
        assertThat(scores(Axis.LEARNING_RATE, "1e-5", "1e-4", "5e-4", "1e-3", "0.01", "0.1"))
                .containsExactly(
                        differences(
                                Math.log(1e-5),
                                Math.log(1e-4),
                                Math.log(5e-4),
                                Math.log(1e-3),
                                Math.log(0.01),
                                Math.log(0.1)),
                        within(1e-12));
        assertThat(scores(Axis.UNFROZEN, "0", "2", "4", "6", "8", "10"))
                .containsExactly(differences(0, 2, 4, 6, 8, 10), within(1e-12));
        assertThat(scores(Axis.PATIENCE, "1", "2", "3", "5", "10", "20"))
                .containsExactly(
                        differences(0, Math.log(2), Math.log(3), Math.log(5), Math.log(10), Math.log(20)),
                        within(1e-12));
        double chosen = ParzenEstimator.ofChoices(new int[] {1, 2}, 6).applyAsDouble(1);
        double others = ParzenEstimator.ofChoices(new int[] {0, 3, 4}, 6).applyAsDouble(1);
        for (double[] words : List.of(
                scores(Axis.UNFROZEN, "0", "2", "4", "6", "8", "all"),
                scores(Axis.PATIENCE, "0", "1", "2", "3", "4", "5"))) {
            assertThat(words[1]).isEqualTo(chosen - others);
            assertThat(words[2]).isEqualTo(words[1]);
        }
    }

    /** Of the axis's values in their order, of which two are good and three are bad. */
    private static double[] scores(Axis axis, String... values) {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .axis(axis, List.of(values))
                .build();
        List<List<Trial>> all = new ArrayList<>(configurations(space, 1));
        all.sort(Comparator.comparing(
                repeats -> space.cells().indexOf(repeats.get(0).cells().get(0))));
        double[] scores = new double[6];
        ParzenAxis.of(all).forEach(each -> each.add(scores, List.of(1, 2), List.of(0, 3, 4)));
        return scores;
    }

    private static double[] differences(double... numbers) {
        DoubleUnaryOperator good =
                ParzenEstimator.ofNumbers(new double[] {numbers[1], numbers[2]}, numbers[0], numbers[5]);
        DoubleUnaryOperator bad =
                ParzenEstimator.ofNumbers(new double[] {numbers[0], numbers[3], numbers[4]}, numbers[0], numbers[5]);
        return Arrays.stream(numbers)
                .map(number -> good.applyAsDouble(number) - bad.applyAsDouble(number))
                .toArray();
    }

    /** Only where there is a choice of layers does the number of layers say something. */
    @Test
    void aValueIsComparedWithinThePartsThatHaveAChoiceOfIt() {
        SearchSpace space = SearchSpace.builder()
                .backbones("plain")
                .unfrozen("2")
                .learningRates(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
                .build()
                .and(SearchSpace.builder()
                        .backbones("tiny")
                        .unfrozen("2", "4")
                        .learningRates(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
                        .weights("random")
                        .optimizers("sgd")
                        .build());
        List<List<Trial>> all = new ArrayList<>(configurations(space, 1));
        all.sort(Comparator.comparing(
                        (List<Trial> repeats) -> !value(repeats, Axis.BACKBONE).equals("plain"))
                .thenComparing(repeats -> value(repeats, Axis.UNFROZEN))
                .thenComparing(repeats -> value(repeats, Axis.LEARNING_RATE)));
        double[] scores = new double[24];

        ParzenAxis.of(all).forEach(axis -> axis.add(scores, List.of(0, 8), List.of(1, 2, 16, 17)));

        // Both parts have one good and two bad ones: of two with equal rates only the layers tell.
        assertThat(scores[11]).isGreaterThan(scores[3]);
        assertThat(scores[19]).isLessThan(scores[3]);
        assertThat(ParzenAxis.of(all)).hasSize(3);
    }
}
