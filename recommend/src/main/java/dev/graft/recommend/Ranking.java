package dev.graft.recommend;

import dev.graft.metrics.Interval;
import dev.graft.metrics.WilsonInterval;
import dev.graft.recommend.RankedCandidate.Estimate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Orders candidates by the accuracy of their probe, equal ones by log loss, with intervals from one set of resamples.
 *
 * @param labels of the images
 * @param classes how many there are
 * @param bootstrap of the images' units
 */
record Ranking(int[] labels, int classes, Folds folds, GroupBootstrap bootstrap) {
    /** @param seed of the resamples */
    Ranking(int[] labels, int classes, Folds folds, long seed) {
        this(labels, classes, folds, GroupBootstrap.of(folds.units(), folds.count(), seed));
    }

    /** A candidate with what its features say. */
    record Found(Candidate candidate, Outcome outcome) {}

    /** The best first. */
    List<RankedCandidate> of(List<Found> found, Optional<LedgerAccuracies> accuracies) {
        double[] best = found.stream()
                .map(Found::outcome)
                .max(Comparator.<Outcome>comparingDouble(outcome -> mean(outcome.correct(labels)))
                        .thenComparing(outcome -> -mean(outcome.logLosses(labels))))
                .orElseThrow()
                .correct(labels);
        return found.stream()
                .map(each -> ranked(each, best, accuracies))
                .sorted(Comparator.<RankedCandidate>comparingDouble(
                                each -> -each.accuracy().value())
                        .thenComparingDouble(each -> each.logLoss().value()))
                .toList();
    }

    private RankedCandidate ranked(Found found, double[] best, Optional<LedgerAccuracies> accuracies) {
        Outcome outcome = found.outcome();
        double[] correct = outcome.correct(labels);
        double[] difference = IntStream.range(0, correct.length)
                .mapToDouble(i -> correct[i] - best[i])
                .toArray();
        double[] neighbours = IntStream.range(0, correct.length)
                .mapToDouble(i -> outcome.neighbours()[i] == labels[i] ? 1 : 0)
                .toArray();
        Estimate toBest = estimate(difference);
        Optional<Estimate> area = Optional.empty();
        if (classes == 2) {
            RankedFolds ranked = outcome.ranked(labels, folds);
            area = Optional.of(new Estimate(ranked.area(), ranked.interval(bootstrap)));
        }
        return new RankedCandidate(
                found.candidate(),
                share(correct),
                toBest,
                toBest.interval().known() && toBest.interval().high() < 0,
                estimate(outcome.logLosses(labels)),
                area,
                mean(neighbours),
                outcome.hScore(),
                outcome.logMe(),
                accuracies.flatMap(known -> known.of(found.candidate())));
    }

    private Estimate estimate(double[] values) {
        return new Estimate(mean(values), bootstrap.ofMean(values));
    }

    /** Shares of exactly 0 or 1 do not differ between resamples; each unit is one trial then. */
    private Estimate share(double[] values) {
        double mean = mean(values);
        Interval interval = mean == 0 || mean == 1
                ? WilsonInterval.of(mean == 0 ? 0 : bootstrap.unitCount(), bootstrap.unitCount())
                : bootstrap.ofMeanShare(values);
        return new Estimate(mean, interval);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Kendall's tau of each column with trained accuracies, among candidates that were trained; empty for fewer than two. */
    static Map<String, KendallTau> agreement(List<RankedCandidate> ranking) {
        List<RankedCandidate> trained =
                ranking.stream().filter(each -> each.trained().isPresent()).toList();
        Map<String, KendallTau> agreement = new LinkedHashMap<>();
        if (trained.size() > 1) {
            double[] accuracies =
                    trained.stream().mapToDouble(each -> each.trained().get()).toArray();
            Map<String, ToDoubleFunction<RankedCandidate>> columns = new LinkedHashMap<>();
            columns.put("accuracy", each -> each.accuracy().value());
            columns.put("logLoss", each -> -each.logLoss().value());
            columns.put("neighbours", RankedCandidate::neighbours);
            columns.put("hScore", RankedCandidate::hScore);
            columns.put("logMe", RankedCandidate::logMe);
            columns.forEach((name, column) -> agreement.put(
                    name, KendallTau.of(trained.stream().mapToDouble(column).toArray(), accuracies)));
        }
        return agreement;
    }
}
