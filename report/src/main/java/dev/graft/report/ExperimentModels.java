package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.search.Axis;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Experiment;
import dev.graft.search.TrialScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The best of each category side by side, and beside its worst. */
final class ExperimentModels {
    private final Experiment experiment;
    private final ExperimentValues values;
    private final MeasureText measure;
    private final String category;

    private ExperimentModels(Experiment experiment, ExperimentValues values) {
        this.experiment = experiment;
        this.values = values;
        this.measure = new MeasureText(experiment.result().measure());
        this.category = Html.escape(ExperimentValues.label(Axis.BACKBONE));
    }

    /** The table of the best; empty without results. */
    static String best(Experiment experiment, ExperimentValues values) {
        return experiment.winners().isEmpty()
                ? "<p>No trial has a result yet.</p>\n"
                : new ExperimentModels(experiment, values).best();
    }

    /** Best and worst configuration of each category; empty without results. */
    static String variants(Experiment experiment, ExperimentValues values) {
        return experiment.winners().isEmpty() ? "" : new ExperimentModels(experiment, values).variants();
    }

    private String best() {
        StringBuilder out = new StringBuilder(open("Best configuration of each " + category.toLowerCase(Locale.ROOT)));
        out.append("<th scope=\"col\">" + category + "</th><th scope=\"col\" class=\"number\">Validation "
                + measure.label() + "</th><th scope=\"col\">" + part() + " accuracy</th>"
                + "<th scope=\"col\" class=\"number\">Against the winner</th><th scope=\"col\" class=\"number\">Parameters</th>"
                + "<th scope=\"col\" class=\"number\">Trainable</th><th scope=\"col\" class=\"number\">Time per epoch</th>"
                + "</tr></thead>\n<tbody>\n");
        List<Optional<Double>> adjusted = HolmAdjustment.of(experiment.winners().stream()
                .map(winner -> winner.againstWinner().map(test -> test.pValue()))
                .toList());
        for (int i = 0; i < experiment.winners().size(); i++) {
            out.append(bestRow(experiment.winners().get(i), adjusted.get(i)));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String part() {
        boolean sealed = ShownPart.of(experiment.winners().get(0).result()).sealed();
        return sealed ? "Test" : "Validation";
    }

    private String bestRow(Experiment.Winner winner, Optional<Double> adjusted) {
        ConfigurationResult configuration = experiment.result().ranking().get(winner.rank());
        TrialScores scores = experiment.chosen(configuration).scores();
        ShownPart shown = ShownPart.of(winner.result());
        Evaluation e = shown.evaluation();
        return (winner.rank() == 0 ? "<tr class=\"best\">" : "<tr>") + "<th scope=\"row\">"
                + link(configuration, category(configuration))
                + "<small>"
                + Html.escape(values.variant(experiment.chosen(configuration).trial())) + "</small></th>"
                + number(measure.format(configuration.mean()) + spread(configuration), repeats(configuration))
                + "<td class=\"accuracy\">" + Html.escape(Numbers.percent(e.accuracy()))
                + AccuracyScale.html(e, shown.baseline())
                + "<small>" + Html.escape(Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())) + "</small></td>"
                + against(winner, adjusted)
                + number(Numbers.compact(scores.parameters()), "")
                + number(Numbers.compact(scores.trainableParameters()), "")
                + number(Numbers.duration(secondsPerEpoch(configuration)), "") + "</tr>\n";
    }

    private String against(Experiment.Winner winner, Optional<Double> adjusted) {
        return winner.againstWinner()
                .map(test -> number(
                        "p " + (adjusted.orElseThrow() < 0.001 ? "" : "= ")
                                + ExperimentVerdict.probability(adjusted.orElseThrow()),
                        Numbers.count(test.firstOnly()) + " : " + Numbers.count(test.secondOnly()) + " images"))
                .orElseGet(() -> number(Numbers.UNDEFINED, ""));
    }

    private String spread(ConfigurationResult configuration) {
        return Double.isNaN(configuration.deviation())
                ? ""
                : " ± " + measure.formatDifference(configuration.deviation());
    }

    private static String repeats(ConfigurationResult configuration) {
        return configuration.complete()
                ? Numbers.counted(configuration.repeats().size(), "repeat")
                : configuration.repeats().size() + " of " + Numbers.counted(configuration.planned(), "repeat");
    }

    private double secondsPerEpoch(ConfigurationResult configuration) {
        return configuration.repeats().stream()
                .mapToDouble(repeat -> repeat.scores().secondsPerEpoch())
                .average()
                .orElse(Double.NaN);
    }

    private String variants() {
        StringBuilder out =
                new StringBuilder(open("Best and worst configuration of each " + category.toLowerCase(Locale.ROOT)));
        out.append("<th scope=\"col\">" + category + "</th><th scope=\"col\">Best</th><th scope=\"col\">Worst</th>"
                + "<th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\" class=\"number\">Configurations</th>"
                + "</tr></thead>\n<tbody>\n");
        for (Experiment.Winner winner : experiment.winners()) {
            out.append(variantsRow(experiment.result().ranking().get(winner.rank())));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String variantsRow(ConfigurationResult best) {
        String name = category(best);
        List<ConfigurationResult> ofCategory = new ArrayList<>(experiment.result().ranking().stream()
                .filter(c -> category(c).equals(name))
                .toList());
        ConfigurationResult worst = worst(ofCategory);
        boolean several = worst != best;
        return "<tr><th scope=\"row\">" + Html.escape(name) + "</th>" + variant(best)
                + (several ? variant(worst) : "<td>" + Numbers.UNDEFINED + "</td>")
                + number(
                        several
                                ? measure.formatDifference(best.mean() - worst.mean()) + measure.differenceUnit()
                                : Numbers.UNDEFINED,
                        "")
                + number(Numbers.count(ofCategory.size()), "") + "</tr>\n";
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

    private String variant(ConfigurationResult configuration) {
        return "<td>" + link(configuration, measure.format(configuration.mean()) + spread(configuration)) + "<small>"
                + Html.escape(values.variant(experiment.chosen(configuration).trial())) + "</small></td>";
    }

    private String link(ConfigurationResult configuration, String text) {
        return values.link(experiment.chosen(configuration).trial(), text);
    }

    private String category(ConfigurationResult configuration) {
        return ExperimentValues.category(experiment.chosen(configuration).trial());
    }

    private static String number(String text, String small) {
        return "<td class=\"number\">" + Html.escape(text)
                + (small.isEmpty() ? "" : "<small>" + Html.escape(small) + "</small>") + "</td>";
    }

    private static String open(String caption) {
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + caption
                + "\">\n<table class=\"models\">\n<caption class=\"hidden\">" + caption + "</caption>\n<thead><tr>";
    }
}
