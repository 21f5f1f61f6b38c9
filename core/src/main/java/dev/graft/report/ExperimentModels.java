package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The best of each category side by side, and beside its worst. */
final class ExperimentModels {
    private final ExperimentSummary summary;
    private final ExperimentValues values;
    private final ExperimentMeasure measure;
    private final String category;

    private ExperimentModels(ExperimentSummary summary, ExperimentValues values) {
        this.summary = summary;
        this.values = values;
        this.measure = summary.measure();
        this.category = Html.escape(summary.axes().get(0).label());
    }

    /** The table of the best; empty without results. */
    static String best(ExperimentSummary summary, ExperimentValues values) {
        return summary.winners().isEmpty()
                ? "<p>No trial has a result yet.</p>\n"
                : new ExperimentModels(summary, values).best();
    }

    /** Best and worst configuration of each category; empty without results. */
    static String variants(ExperimentSummary summary, ExperimentValues values) {
        return summary.winners().isEmpty() ? "" : new ExperimentModels(summary, values).variants();
    }

    private String best() {
        StringBuilder out = new StringBuilder(open("Best configuration of each " + category.toLowerCase(Locale.ROOT)));
        out.append("<th scope=\"col\">" + category + "</th><th scope=\"col\" class=\"number\">Validation "
                + measure.label() + "</th><th scope=\"col\">" + part() + " accuracy</th>"
                + "<th scope=\"col\" class=\"number\">Against the winner</th><th scope=\"col\" class=\"number\">Parameters</th>"
                + "<th scope=\"col\" class=\"number\">Trainable</th><th scope=\"col\" class=\"number\">Time per epoch</th>"
                + "</tr></thead>\n<tbody>\n");
        List<Optional<Double>> adjusted = HolmAdjustment.of(summary.winners().stream()
                .map(winner -> winner.againstWinner().map(test -> test.pValue()))
                .toList());
        for (int i = 0; i < summary.winners().size(); i++) {
            out.append(bestRow(summary.winners().get(i), adjusted.get(i)));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String part() {
        boolean sealed = ShownPart.of(summary.winners().get(0).result()).sealed();
        return sealed ? "Test" : "Validation";
    }

    private String bestRow(ExperimentWinner winner, Optional<Double> adjusted) {
        ExperimentConfiguration configuration = summary.ranking().get(winner.configuration());
        ExperimentScores scores = summary.scores(configuration);
        ShownPart shown = ShownPart.of(winner.result());
        Evaluation e = shown.evaluation();
        return (winner.configuration() == 0 ? "<tr class=\"best\">" : "<tr>") + "<th scope=\"row\">"
                + link(configuration, summary.category(summary.chosen(configuration)))
                + "<small>" + Html.escape(values.variant(summary.chosen(configuration))) + "</small></th>"
                + number(measure.format(configuration.mean()) + spread(configuration), repeats(configuration))
                + "<td class=\"accuracy\">" + Html.escape(Numbers.percent(e.accuracy()))
                + AccuracyScale.html(e, shown.baseline())
                + "<small>" + Html.escape(Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())) + "</small></td>"
                + against(winner, adjusted)
                + number(Numbers.compact(scores.parameters()), "")
                + number(Numbers.compact(scores.trainableParameters()), "")
                + number(Numbers.duration(secondsPerEpoch(configuration)), "") + "</tr>\n";
    }

    private String against(ExperimentWinner winner, Optional<Double> adjusted) {
        return winner.againstWinner()
                .map(test -> number(
                        "p " + (adjusted.orElseThrow() < 0.001 ? "" : "= ")
                                + ExperimentVerdict.probability(adjusted.orElseThrow()),
                        Numbers.count(test.firstOnly()) + " : " + Numbers.count(test.secondOnly()) + " images"))
                .orElseGet(() -> number(Numbers.UNDEFINED, ""));
    }

    private String spread(ExperimentConfiguration configuration) {
        return Double.isNaN(configuration.deviation())
                ? ""
                : " ± " + measure.formatDifference(configuration.deviation());
    }

    private static String repeats(ExperimentConfiguration configuration) {
        return configuration.complete()
                ? Numbers.counted(configuration.trials().size(), "repeat")
                : configuration.trials().size() + " of " + Numbers.counted(configuration.planned(), "repeat");
    }

    private double secondsPerEpoch(ExperimentConfiguration configuration) {
        return configuration.trials().stream()
                .mapToDouble(trial ->
                        summary.trials().get(trial).scores().orElseThrow().secondsPerEpoch())
                .average()
                .orElse(Double.NaN);
    }

    private String variants() {
        StringBuilder out =
                new StringBuilder(open("Best and worst configuration of each " + category.toLowerCase(Locale.ROOT)));
        out.append("<th scope=\"col\">" + category + "</th><th scope=\"col\">Best</th><th scope=\"col\">Worst</th>"
                + "<th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\" class=\"number\">Configurations</th>"
                + "</tr></thead>\n<tbody>\n");
        for (ExperimentWinner winner : summary.winners()) {
            out.append(variantsRow(summary.ranking().get(winner.configuration())));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String variantsRow(ExperimentConfiguration best) {
        String name = summary.category(summary.chosen(best));
        List<ExperimentConfiguration> ofCategory = new ArrayList<>(summary.ranking().stream()
                .filter(c -> summary.category(summary.chosen(c)).equals(name))
                .toList());
        ExperimentConfiguration worst = worst(ofCategory);
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
    private static ExperimentConfiguration worst(List<ExperimentConfiguration> configurations) {
        List<ExperimentConfiguration> complete = configurations.stream()
                .filter(ExperimentConfiguration::complete)
                .toList();
        // Of equal ones the last by rank, so that the best is not its own worst.
        return (complete.isEmpty() ? configurations : complete)
                .stream()
                        .filter(c -> Double.isFinite(c.mean()))
                        .reduce((worst, next) -> next.mean() <= worst.mean() ? next : worst)
                        .orElse(configurations.get(0));
    }

    private String variant(ExperimentConfiguration configuration) {
        return "<td>" + link(configuration, measure.format(configuration.mean()) + spread(configuration)) + "<small>"
                + Html.escape(values.variant(summary.chosen(configuration))) + "</small></td>";
    }

    private String link(ExperimentConfiguration configuration, String text) {
        return link(summary.chosen(configuration), text);
    }

    /** A text that leads to a trial's own page if there is one. */
    static String link(ExperimentTrial trial, String text) {
        return trial.report()
                .map(address -> "<a href=\"" + Html.escape(address) + "\">" + Html.escape(text) + "</a>")
                .orElseGet(() -> Html.escape(text));
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
