package dev.graft.report;

import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionFigure;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Numbers;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Experiment;
import dev.graft.search.FoldPlan;
import dev.graft.search.SearchResult;
import dev.graft.search.SelectionVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much of the winner's figure is the luck of having been chosen for it, in folds. */
record LuckSection(SearchResult result, FoldPlan plan, SelectionVerdict verdict) {
    /** Of a picture: so much stays free beside what it shows, at least. */
    private static final double MARGIN = 0.08;

    /** Empty by one split, and before a configuration has all its folds. */
    static Optional<LuckSection> of(Experiment experiment) {
        SearchResult result = experiment.result();
        return result.folds()
                .flatMap(plan -> result.selection().map(verdict -> new LuckSection(result, plan, verdict)));
    }

    private SelectionFigure figure() {
        return verdict.figure();
    }

    private Metric metric() {
        return result.measure().metric();
    }

    /** What was measured, at the beginning of a line. */
    String heading() {
        return metric().heading();
    }

    String naive() {
        return Numbers.text(metric(), figure().naive());
    }

    String corrected() {
        return Numbers.text(metric(), figure().corrected());
    }

    /** A dash if it is unknown. */
    String interval() {
        return Numbers.range(metric(), figure().interval());
    }

    /** What was drawn, {@code 250 groups}. */
    String units() {
        return Numbers.counted(figure().units(), verdict.byGroup() ? "group" : "image");
    }

    /** What counts once, {@code group}. */
    String kind() {
        return verdict.counted().id();
    }

    boolean byGroup() {
        return verdict.counted() == SelectionVerdict.Unit.GROUP;
    }

    /** What the figure is of, {@code 250 groups}. */
    String counted() {
        return Numbers.counted(verdict.count(), kind());
    }

    /** By how much the figure as it is looks better; NaN if that is not known. */
    double gain() {
        double difference = figure().naive() - figure().corrected();
        return metric().lowerIsBetter() ? -difference : difference;
    }

    /** Share of the draws in which the same configuration is chosen. */
    String stability() {
        return Numbers.percent(figure().stability());
    }

    /** Every number with what it means. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                heading() + " as it is",
                naive(),
                "the winner's, of " + counted() + passes() + "; it was chosen for it"));
        rows.add(row(
                "Corrected",
                corrected(),
                "what choosing the best of these comes to on " + kind() + "s that took no part in the choice"));
        rows.add(row("95 % interval", interval(), "of the corrected figure, over " + units()));
        rows.add(row(
                "Luck of the choice",
                result.measure().formatDifference(gain()).replace('-', '−')
                        + result.measure().differenceUnit(),
                "as it is, less corrected"));
        rows.add(row(
                "Stability of the choice",
                stability(),
                "of " + Numbers.counted(figure().draws(), "draw") + " choose the same configuration"));
        rows.add(row(
                "Configurations",
                Numbers.count(figure().configurations()),
                "with all their folds, among which the choice was repeated"));
        givenUp().ifPresent(rows::add);
        incomplete().ifPresent(rows::add);
        rows.add(row(
                "Folds",
                Numbers.count(plan.divisions()),
                new FoldWords(plan).all() + "; every configuration meets the same ones"));
        return rows;
    }

    private static Row row(String name, String value, String meaning) {
        return new Row(Cell.of(name).noted(meaning), Cell.number(value));
    }

    private String passes() {
        return verdict.passes() == 1 ? "" : ", the mean of " + verdict.passes() + " passes over them";
    }

    private Optional<Row> givenUp() {
        Map<Integer, Long> after = result.givenUp().stream()
                .collect(Collectors.groupingBy(plan::trained, TreeMap::new, Collectors.counting()));
        FoldWords words = new FoldWords(plan);
        return after.isEmpty()
                ? Optional.empty()
                : Optional.of(row(
                        "Given up early",
                        Numbers.count(verdict.dropped()),
                        "unlikely to be as good as the best: "
                                + after.entrySet().stream()
                                        .map(each ->
                                                Numbers.count(each.getValue()) + " after " + words.last(each.getKey()))
                                        .collect(Collectors.joining(", "))));
    }

    /** Those that lack folds for another reason. */
    private Optional<Row> incomplete() {
        return others() == 0
                ? Optional.empty()
                : Optional.of(row(
                        "Without all folds",
                        Numbers.count(others()),
                        "with a fold that failed or is not over; they take no part here"));
    }

    /**
     * A picture on a stretch of the metric's scale, in percent of it.
     *
     * @param from lower end
     * @param to upper end
     */
    record Bar(String from, String to, String low, String width, String corrected, String naive) {}

    /** Empty if the correction is not known. */
    Optional<Bar> bar() {
        Interval interval = figure().interval();
        if (!interval.known() || Double.isNaN(figure().naive())) {
            return Optional.empty();
        }
        double low = Math.min(interval.low(), figure().naive());
        double high = Math.max(interval.high(), figure().naive());
        double margin = Math.max(MARGIN * (high - low), 1e-3);
        double step = Math.pow(10, Math.floor(Math.log10(high - low + 2 * margin)));
        double from = Math.floor((low - margin) / step * 10) * step / 10;
        double to = Math.ceil((high + margin) / step * 10) * step / 10;
        double start = metric().notation() == Metric.Notation.RATIO ? from : Math.max(0, from);
        double end = metric().notation() == Metric.Notation.AMOUNT ? to : Math.min(1, to);
        return Optional.of(new Bar(
                Numbers.text(metric(), start),
                Numbers.text(metric(), end),
                Scale.percent((interval.low() - start) / (end - start)),
                Scale.percent((interval.high() - interval.low()) / (end - start)),
                Scale.percent((figure().corrected() - start) / (end - start)),
                Scale.percent((figure().naive() - start) / (end - start))));
    }

    /** How many configurations the winner was chosen from, with those that were given up. */
    int choices() {
        return figure().configurations() + verdict.dropped();
    }

    /** How many lack folds for another reason, and could not be chosen. */
    int others() {
        return result.ranking().size() - choices();
    }

    /** Configurations that have all folds, best first. */
    List<ConfigurationResult> complete() {
        return result.ranking().stream().filter(ConfigurationResult::complete).toList();
    }
}
