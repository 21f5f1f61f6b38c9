package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The report of an experiment as one self-contained HTML page: charts, styles and data are inside, nothing is loaded from
 * elsewhere. What decides stands in the page itself; what one explores (all trials, learning curves, effects, costs,
 * repeats) its script draws. The page shows the test part of the best configuration of each category alone, for nobody
 * shall choose among all trials by it.
 */
public final class ExperimentReport {
    private ExperimentReport() {}

    /**
     * Draws the page. Equal input gives equal text.
     *
     * @param pages trials that have a page of their own
     * @return the HTML text, to be stored as UTF-8
     * @throws dev.graft.error.GraftException if Chart.js is not on the class path
     */
    public static String render(Experiment experiment, Set<TrialAddress> pages) {
        ExperimentValues values = new ExperimentValues(experiment, pages);
        ExperimentVerdict verdict = ExperimentVerdict.of(experiment, values);
        Map<String, String> places = new HashMap<>();
        places.put("title", Html.escape(experiment.title()));
        places.put("verdict", Html.escape(verdict.sentence()));
        places.put(
                "context",
                verdict.context().stream()
                        .map(Html::escape)
                        .collect(Collectors.joining("</p>\n<p class=\"context\">")));
        places.put("tiles", ExperimentTiles.html(experiment));
        places.put("findings", ExperimentFindings.html(experiment, values));
        places.put("models", ExperimentModels.best(experiment, values));
        places.put(
                "tests",
                experiment.winners().stream().anyMatch(w -> w.againstWinner().isPresent()) ? TESTS : "");
        places.put("variants", ExperimentModels.variants(experiment, values));
        places.put("category", Html.escape(ExperimentValues.label(Axis.BACKBONE).toLowerCase(Locale.ROOT)));
        places.put("constant", constant(values));
        places.put("winners", winners(experiment, values));
        places.put("diagnoses", DiagnosisSection.html(experiment, values));
        places.put("data", data(experiment));
        places.put("provenance", ProvenanceSection.html(experiment.provenance()));
        places.put("version", Html.escape(HtmlReport.version()));
        places.put("style", Template.resource("report.css") + Template.resource("experiment.css"));
        places.put("json", Html.scriptSafe(ExperimentData.of(experiment, values).json()));
        places.put("chartjs", ChartLibrary.source());
        places.put("script", script());
        return Template.load("experiment.html").fill(places);
    }

    private static final String TESTS =
            "<p class=\"note\">Against the winner: images of the test part that only the winner"
                    + " gets right, and only the other one; p by McNemar's exact test, corrected for the number of comparisons"
                    + " (Holm). Large p: the test part cannot tell the two apart.</p>\n";

    /** One file a topic, in one scope. */
    private static String script() {
        return List.of("data", "table", "ranges", "charts", "page").stream()
                .map(topic -> Template.resource("experiment-" + topic + ".js"))
                .collect(Collectors.joining(
                        "\n", Template.resource("charts.js") + "(() => {\n'use strict';\n", "})();\n"));
    }

    /** What all trials have in common. */
    private static String constant(ExperimentValues values) {
        StringBuilder out = new StringBuilder();
        for (Axis axis : Axis.values()) {
            if (!values.varies(axis) && !values.of(axis).isEmpty()) {
                out.append(out.isEmpty() ? "" : ", ")
                        .append(ExperimentValues.label(axis).toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(values.of(axis).get(0));
            }
        }
        return out.isEmpty()
                ? ""
                : "<p class=\"note\">The same in all trials: " + Html.escape(out.toString()) + ".</p>\n";
    }

    private static String winners(Experiment experiment, ExperimentValues values) {
        if (experiment.winners().isEmpty()) {
            return "";
        }
        TrainingResult first = experiment.winners().get(0).result();
        ShownPart shown = ShownPart.of(first);
        StringBuilder matrices = new StringBuilder();
        for (Experiment.Winner winner : experiment.winners()) {
            Trial trial = experiment.chosen(winner).trial();
            matrices.append(
                    "<div>\n<h3>" + values.link(trial, ExperimentValues.category(trial)) + "</h3>\n<p class=\"note\">"
                            + figures(ShownPart.of(winner.result()).evaluation()) + "</p>\n"
                            + ConfusionTable.html(winner.result())
                            + "</div>\n");
        }
        return Template.load("experiment-winners.html")
                .fill(Map.of(
                        "images", Numbers.counted(shown.evaluation().images(), shown.name() + " image"),
                        "positive", Html.escape(first.classNames().get(first.positiveClass())),
                        "matrices", matrices.toString()));
    }

    private static String figures(Evaluation e) {
        return Html.escape("Accuracy " + Numbers.percent(e.accuracy()) + ", ROC-AUC " + Numbers.ratio(e.rocAuc())
                + ", sensitivity " + Numbers.percent(e.sensitivity()) + ", specificity "
                + Numbers.percent(e.specificity()));
    }

    /** All trials see one split, so the winner's result knows it. */
    private static String data(Experiment experiment) {
        return experiment.winners().isEmpty()
                ? ""
                : "<section aria-labelledby=\"data\">\n<h2 id=\"data\">Data</h2>\n<p class=\"lead\">All trials see the same"
                        + " split.</p>\n"
                        + SplitSection.html(experiment.winners().get(0).result())
                        + UnreadableSection.html(experiment.winners().get(0).result()) + "</section>\n";
    }
}
