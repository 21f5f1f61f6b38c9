package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.HolmAdjustment;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.search.Axis;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.Trial;
import dev.graft.search.TrialScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The best of each category side by side, and beside its worst. */
final class ExperimentModels {
    private final Experiment experiment;
    private final ExperimentValues values;
    private final Measure measure;

    ExperimentModels(Experiment experiment, ExperimentValues values) {
        this.experiment = experiment;
        this.values = values;
        this.measure = experiment.result().measure();
    }

    /** The best of each category. */
    List<Row> best() {
        List<Optional<Double>> adjusted = HolmAdjustment.of(experiment.winners().stream()
                .map(winner ->
                        winner.againstWinner().map(against -> against.test().pValue()))
                .toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < adjusted.size(); i++) {
            rows.add(bestRow(experiment.winners().get(i), adjusted.get(i)));
        }
        return rows;
    }

    /** Of the table of the best. */
    List<String> columns() {
        String chosenBy = (inFolds() ? "Out-of-fold " : "Validation ") + measure.label();
        String part = inFolds()
                ? "Accuracy of the first pass"
                : (ShownPart.of(experiment.winners().get(0).result()).heldOut() ? "Test" : "Validation") + " accuracy";
        return List.of(
                ExperimentValues.label(Axis.BACKBONE),
                chosenBy,
                part,
                "Against the winner",
                "Parameters",
                "Trainable",
                "Time per epoch");
    }

    private Row bestRow(Experiment.Winner winner, Optional<Double> adjusted) {
        ConfigurationResult configuration = experiment.result().ranking().get(winner.rank());
        TrialScores scores = experiment.chosen(configuration).scores();
        ShownPart shown = WinnerPart.of(winner).part();
        Evaluation e = shown.evaluation();
        return new Row(
                winner.rank() == 0 ? "best" : null,
                List.of(
                        variant(configuration, category(configuration)),
                        Cell.number(mean(configuration)).noted(repeats(configuration)),
                        Cell.of(Numbers.percent(e.accuracy()))
                                .styled("accuracy")
                                .scaled(Scale.of(e, shown.baseline()))
                                .noted(Numbers.percentRange(e.interval(Metric.ACCURACY)) + byGroup(winner)),
                        winner.againstWinner()
                                .map(against -> against(against, adjusted.orElseThrow()))
                                .orElse(Cell.number(Numbers.UNDEFINED)),
                        Cell.number(Numbers.compact(scores.parameters())),
                        Cell.number(Numbers.compact(scores.trainableParameters())),
                        Cell.number(Numbers.duration(secondsPerEpoch(configuration)))));
    }

    private static String byGroup(Experiment.Winner winner) {
        return winner.byGroup()
                .map(groups -> "; by group " + Numbers.percent(groups.accuracy()) + " ("
                        + Numbers.percentRange(groups.interval(Metric.ACCURACY)) + ")")
                .orElse("");
    }

    private static Cell against(PairedComparison against, double adjusted) {
        McNemarTest test = against.test();
        return Cell.number("p " + (adjusted < 0.001 ? "" : "= ") + ExperimentVerdict.probability(adjusted))
                .noted(Numbers.count(test.firstOnly()) + " : " + Numbers.count(test.secondOnly()) + " "
                        + against.counted().id() + "s");
    }

    private String spread(ConfigurationResult configuration) {
        return Double.isNaN(configuration.deviation())
                ? ""
                : " ± " + measure.formatDifference(configuration.deviation());
    }

    private String repeats(ConfigurationResult configuration) {
        String one = inFolds() ? "training" : "repeat";
        return (configuration.complete()
                        ? Numbers.counted(configuration.repeats().size(), one)
                        : configuration.repeats().size() + " of " + Numbers.counted(configuration.planned(), one))
                + (experiment.result().givenUp().contains(configuration) ? ", given up" : "");
    }

    private boolean inFolds() {
        return experiment.result().folds().isPresent();
    }

    private double secondsPerEpoch(ConfigurationResult configuration) {
        return configuration.repeats().stream()
                .mapToDouble(repeat -> repeat.scores().secondsPerEpoch())
                .average()
                .orElse(Double.NaN);
    }

    /** Best and worst configuration of each category. */
    List<Row> variants() {
        return experiment.winners().stream()
                .map(winner -> variantsRow(experiment.result().ranking().get(winner.rank())))
                .toList();
    }

    private Row variantsRow(ConfigurationResult best) {
        String name = category(best);
        List<ConfigurationResult> ofCategory = experiment.result().ranking().stream()
                .filter(c -> category(c).equals(name))
                .toList();
        ConfigurationResult worst = worst(ofCategory);
        boolean several = worst != best;
        return new Row(
                Cell.of(name),
                variant(best, mean(best)),
                several ? variant(worst, mean(worst)) : Cell.of(Numbers.UNDEFINED),
                Cell.number(
                        several
                                ? measure.formatDifference(best.mean() - worst.mean()) + measure.differenceUnit()
                                : Numbers.UNDEFINED),
                Cell.number(Numbers.count(ofCategory.size())));
    }

    /** Among those whose repeats are all done, if there are any: one bad repeat of three says little. */
    private static ConfigurationResult worst(List<ConfigurationResult> configurations) {
        List<ConfigurationResult> complete =
                configurations.stream().filter(ConfigurationResult::complete).toList();
        // Of equal ones the last by rank, so that the best is not its own worst.
        return (complete.isEmpty() ? configurations : complete)
                .stream()
                        .filter(c -> Double.isFinite(c.mean()))
                        .reduce((worst, next) -> next.mean() <= worst.mean() ? next : worst)
                        .orElse(configurations.get(0));
    }

    private String mean(ConfigurationResult configuration) {
        return measure.format(configuration.mean()) + spread(configuration);
    }

    /** A text that leads to the trial's page, and below it the settings. */
    private Cell variant(ConfigurationResult configuration, String text) {
        Trial trial = experiment.chosen(configuration).trial();
        return values.link(trial, text).noted(values.variant(trial));
    }

    private String category(ConfigurationResult configuration) {
        return ExperimentValues.category(experiment.chosen(configuration).trial());
    }
}
