package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One column of {@link Subgroups}. Only images whose value is known take part. */
final class SubgroupTest {
    private static final int FEWEST = 199;
    /** Of images to look at in all permutations: some seconds. */
    private static final double MOST_WORK = 2e9;

    private final int classCount;
    private final int positiveClass;
    private final Bootstrap bootstrap;
    private final int unknown;
    private final ScoredImages images;
    private final int[] units;
    private final List<String> names;
    private final int[] values;

    SubgroupTest(
            List<Prediction> predictions,
            Map<String, String> ofImages,
            int classCount,
            int positiveClass,
            Bootstrap bootstrap) {
        List<Prediction> known = predictions.stream()
                .filter(p -> ofImages.containsKey(p.image()))
                .toList();
        this.classCount = classCount;
        this.positiveClass = positiveClass;
        this.bootstrap = bootstrap;
        this.unknown = predictions.size() - known.size();
        this.images = ScoredImages.of(known, classCount, positiveClass);
        this.units = bootstrap.units(known);
        this.names = List.copyOf(new TreeSet<>(
                known.stream().map(p -> ofImages.getOrDefault(p.image(), "")).toList()));
        this.values = known.stream()
                .mapToInt(p -> names.indexOf(ofImages.getOrDefault(p.image(), "")))
                .toArray();
    }

    Subgroups.Column column(String name) {
        boolean within = withinGroups();
        List<Evaluation> own = IntStream.range(0, names.size())
                .mapToObj(v -> evaluation(v, true))
                .toList();
        int compared = names.size() < 2 ? 0 : names.size() == 2 ? 1 : names.size();
        List<Metric> metrics = Subgroups.compared(classCount);
        double[][] observed = gaps(values, compared, metrics);
        double[][] pValues = within ? new double[0][] : pValues(observed, metrics);
        List<Subgroups.Subgroup> found = new ArrayList<>();
        for (int v = 0; v < names.size(); v++) {
            List<Subgroups.Gap> gaps = new ArrayList<>();
            if (v < compared) {
                Evaluation others = names.size() == 2 ? own.get(1) : evaluation(v, false);
                for (int m = 0; m < metrics.size(); m++) {
                    gaps.add(gap(metrics.get(m), own.get(v), others, within ? Double.NaN : pValues[v][m]));
                }
            }
            int value = v;
            int ofValue = (int) IntStream.range(0, values.length)
                    .filter(i -> values[i] == value)
                    .map(i -> units[i])
                    .distinct()
                    .count();
            found.add(new Subgroups.Subgroup(names.get(v), ofValue, own.get(v).figures(), gaps));
        }
        return new Subgroups.Column(name, unknown, within, found);
    }

    private static Subgroups.Gap gap(Metric metric, Evaluation own, Evaluation others, double pValue) {
        double difference = own.value(metric) - others.value(metric);
        return new Subgroups.Gap(
                metric,
                difference,
                Interval.ofDifference(
                        own.value(metric), own.interval(metric), others.value(metric), others.interval(metric)),
                Double.isNaN(difference) || Double.isNaN(pValue) ? OptionalDouble.empty() : OptionalDouble.of(pValue),
                OptionalDouble.empty());
    }

    private boolean withinGroups() {
        Map<Integer, Integer> first = new HashMap<>();
        return IntStream.range(0, values.length)
                .anyMatch(i -> first.computeIfAbsent(units[i], u -> values[i]) != values[i]);
    }

    private Evaluation evaluation(int value, boolean having) {
        List<Prediction> chosen = IntStream.range(0, values.length)
                .filter(i -> (values[i] == value) == having)
                .mapToObj(images.predictions()::get)
                .toList();
        return Evaluation.of(chosen, classCount, positiveClass, bootstrap);
    }

    /** Share of permutations with a gap at least as large, the observed one among them. */
    private double[][] pValues(double[][] observed, List<Metric> metrics) {
        int[][] larger = new int[observed.length][metrics.size()];
        int permutations = permutations(observed.length * metrics.size());
        List<List<Integer>> strata = strata();
        Random random = new Random(bootstrap.seed());
        for (int p = 0; p < permutations; p++) {
            double[][] gaps = gaps(permuted(strata, random), observed.length, metrics);
            for (int v = 0; v < gaps.length; v++) {
                for (int m = 0; m < metrics.size(); m++) {
                    // Equal gaps may differ by rounding.
                    larger[v][m] += Math.abs(gaps[v][m]) >= Math.abs(observed[v][m]) - 1e-12 ? 1 : 0;
                }
            }
        }
        double[][] pValues = new double[observed.length][metrics.size()];
        for (int v = 0; v < observed.length; v++) {
            for (int m = 0; m < metrics.size(); m++) {
                pValues[v][m] = (1.0 + larger[v][m]) / (1 + permutations);
            }
        }
        return pValues;
    }

    private int permutations(int tests) {
        double most = MOST_WORK / Math.max(1.0, 4.0 * tests * values.length);
        return (int) Math.max(Math.min(FEWEST, bootstrap.resamples()), Math.min(bootstrap.resamples(), most));
    }

    /** Units whose images have the same classes: among these values are exchanged. */
    private List<List<Integer>> strata() {
        Map<Integer, TreeSet<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < units.length; i++) {
            classes.computeIfAbsent(units[i], u -> new TreeSet<>()).add(images.actual()[i]);
        }
        Map<TreeSet<Integer>, List<Integer>> strata = new LinkedHashMap<>();
        classes.forEach((unit, own) ->
                strata.computeIfAbsent(own, c -> new ArrayList<>()).add(unit));
        return List.copyOf(strata.values());
    }

    private int[] permuted(List<List<Integer>> strata, Random random) {
        Map<Integer, Integer> ofUnits = new HashMap<>();
        IntStream.range(0, units.length).forEach(i -> ofUnits.put(units[i], values[i]));
        Map<Integer, Integer> exchanged = new HashMap<>();
        for (List<Integer> stratum : strata) {
            List<Integer> order = new ArrayList<>(stratum);
            Collections.shuffle(order, random);
            for (int k = 0; k < order.size(); k++) {
                exchanged.put(stratum.get(k), ofUnits.getOrDefault(order.get(k), 0));
            }
        }
        return IntStream.range(0, units.length)
                .map(i -> exchanged.getOrDefault(units[i], 0))
                .toArray();
    }

    private double[][] gaps(int[] ofImages, int compared, List<Metric> metrics) {
        double[][] gaps = new double[compared][metrics.size()];
        int[] having = new int[ofImages.length];
        int[] others = new int[ofImages.length];
        for (int v = 0; v < compared; v++) {
            for (int i = 0; i < ofImages.length; i++) {
                having[i] = ofImages[i] == v ? 1 : 0;
                others[i] = 1 - having[i];
            }
            Sample own = images.sample(having);
            Sample rest = images.sample(others);
            for (int m = 0; m < metrics.size(); m++) {
                Formula formula = metrics.get(m).formula();
                gaps[v][m] = formula.of(own, positiveClass) - formula.of(rest, positiveClass);
            }
        }
        return gaps;
    }
}
