package dev.graft.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where configurations are on one axis of a space, and what that says of them. An axis is varied for a configuration if there is
 * another that differs from it in this axis alone; the others are nowhere on it, neither seen nor judged by it. So a value is
 * compared within those parts of a space alone that have a choice of it. Which part a configuration is of, as the values say
 * that are not varied for it, is one more axis.
 */
final class ParzenAxis {
    /** Of these it matters how many times as large one is as another: people double or halve them, and a tenth is a step. */
    private static final Set<Axis> RATIOS =
            EnumSet.of(Axis.LEARNING_RATE, Axis.SIZE, Axis.BATCH_SIZE, Axis.EPOCHS, Axis.PATIENCE);

    /** Of these it matters how many more one has than another; they may be 0. Views are none: 0 of them means ever new ones. */
    private static final Set<Axis> COUNTS = EnumSet.of(Axis.UNFROZEN);

    private static final int NOWHERE = -1;

    /** Number of each configuration's value. */
    private final int[] places;
    /** The values as numbers of an even scale; empty if they are none. */
    private final double[] numbers;

    private final int values;

    /** @param texts of each configuration; empty where it is nowhere */
    private ParzenAxis(List<Optional<String>> texts, boolean ratios, boolean counts) {
        List<String> distinct = new ArrayList<>();
        this.places = new int[texts.size()];
        for (int i = 0; i < places.length; i++) {
            Optional<String> text = texts.get(i);
            text.filter(value -> !distinct.contains(value)).ifPresent(distinct::add);
            places[i] = text.map(distinct::indexOf).orElse(NOWHERE);
        }
        this.values = distinct.size();
        this.numbers = ratios || counts ? numbers(distinct, ratios) : new double[0];
    }

    private static double[] numbers(List<String> texts, boolean ratios) {
        try {
            double[] numbers = texts.stream().mapToDouble(Double::parseDouble).toArray();
            boolean even = !ratios || Arrays.stream(numbers).allMatch(number -> number > 0);
            if (!even) {
                return new double[0];
            }
            return ratios ? Arrays.stream(numbers).map(StrictMath::log).toArray() : numbers;
        } catch (NumberFormatException e) {
            // A word among them, such as all or own.
            return new double[0];
        }
    }

    /** Those that are varied for some of the configurations. Repeats are none: their seeds are no choice. */
    static List<ParzenAxis> of(List<List<Trial>> configurations) {
        List<Map<Axis, String>> cells = configurations.stream()
                .map(repeats -> without(repeats.get(0).cells().get(0).values(), Axis.SEED))
                .toList();
        List<Map<Axis, String>> fixed = new ArrayList<>(cells);
        List<ParzenAxis> axes = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            List<Optional<String>> texts = varied(cells, axis);
            for (int i = 0; i < texts.size(); i++) {
                if (texts.get(i).isPresent()) {
                    fixed.set(i, without(fixed.get(i), axis));
                }
            }
            axes.add(new ParzenAxis(texts, RATIOS.contains(axis), COUNTS.contains(axis)));
        }
        List<Optional<String>> parts =
                fixed.stream().map(cell -> Optional.of(cell.toString())).toList();
        axes.add(new ParzenAxis(parts, false, false));
        return axes.stream().filter(axis -> axis.values > 1).toList();
    }

    /** An axis's values where they are varied, else empty. */
    private static List<Optional<String>> varied(List<Map<Axis, String>> cells, Axis axis) {
        if (cells.stream().map(cell -> cell.get(axis)).distinct().limit(2).count() < 2) {
            return Collections.nCopies(cells.size(), Optional.empty());
        }
        List<Map<Axis, String>> others =
                cells.stream().map(cell -> without(cell, axis)).toList();
        Map<Map<Axis, String>, Long> choices =
                others.stream().collect(Collectors.groupingBy(cell -> cell, Collectors.counting()));
        return IntStream.range(0, cells.size())
                .mapToObj(i -> Optional.ofNullable(cells.get(i).get(axis))
                        .filter(text -> choices.getOrDefault(others.get(i), 0L) > 1))
                .toList();
    }

    private static Map<Axis, String> without(Map<Axis, String> cell, Axis axis) {
        Map<Axis, String> others = new EnumMap<>(cell);
        others.remove(axis);
        return others;
    }

    /**
     * Adds to each configuration's score how much more likely its value is among good configurations than among bad ones.
     *
     * @param scores of all configurations, sums of logarithms
     * @param good numbers of configurations, oldest first
     * @param bad as well
     */
    void add(double[] scores, List<Integer> good, List<Integer> bad) {
        double[] ratios = new double[values];
        IntToDoubleFunction among = density(good);
        IntToDoubleFunction amongBad = density(bad);
        for (int value = 0; value < values; value++) {
            ratios[value] = among.applyAsDouble(value) - amongBad.applyAsDouble(value);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] += places[i] == NOWHERE ? 0 : ratios[places[i]];
        }
    }

    private IntToDoubleFunction density(List<Integer> configurations) {
        int[] seen = configurations.stream()
                .mapToInt(i -> places[i])
                .filter(place -> place != NOWHERE)
                .toArray();
        if (numbers.length == 0) {
            return ParzenEstimator.ofChoices(seen, values);
        }
        DoubleUnaryOperator density = ParzenEstimator.ofNumbers(
                Arrays.stream(seen).mapToDouble(place -> numbers[place]).toArray(),
                Arrays.stream(numbers).min().orElseThrow(),
                Arrays.stream(numbers).max().orElseThrow());
        return value -> density.applyAsDouble(numbers[value]);
    }
}
