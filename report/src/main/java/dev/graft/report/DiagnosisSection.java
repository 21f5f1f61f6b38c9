package dev.graft.report;

import dev.graft.result.Finding;
import dev.graft.result.Numbers;
import dev.graft.search.Experiment;
import dev.graft.search.ScoredTrial;
import dev.graft.search.Trial;
import dev.graft.search.TrialDiagnosis;
import java.util.List;

/** What was found out about how models decide, trial by trial. */
final class DiagnosisSection {
    /** Trials in the table of all: more would make the page slow. */
    private static final int SHOWN = 200;

    private DiagnosisSection() {}

    /** Empty without diagnoses. */
    static String html(Experiment experiment, ExperimentValues values) {
        String all = allTrials(experiment, values);
        if (experiment.diagnoses().isEmpty() && all.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(
                "<section aria-labelledby=\"diagnoses\">\n<h2 id=\"diagnoses\">Trial by trial</h2>\n");
        for (TrialDiagnosis diagnosis : experiment.diagnoses()) {
            Trial trial = diagnosis.trial();
            out.append("<h3>" + Html.escape(diagnosis.title()) + "</h3>\n<p class=\"note\">"
                    + values.link(trial, "Trial " + trial.address().shortForm()) + ": "
                    + Html.escape(values.describe(trial)) + "</p>\n"
                    + Html.list("plain", diagnosis.sentences()) + pictures(diagnosis.pictures()));
        }
        return out.append(all).append("</section>\n").toString();
    }

    /** The sentences about each trial, folded; what is true of the data alone stands above the trials already. */
    private static String allTrials(Experiment experiment, ExperimentValues values) {
        List<Trial> done = experiment.result().ranking().stream()
                .flatMap(configuration -> configuration.repeats().stream())
                .map(ScoredTrial::trial)
                .toList();
        if (done.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<details>\n<summary>Diagnosis of every trial</summary>\n"
                + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Diagnosis of every trial\">\n<table>\n"
                + "<thead><tr><th scope=\"col\">Trial</th><th scope=\"col\">Settings</th><th scope=\"col\">What was found"
                + "</th></tr></thead>\n<tbody>\n");
        done.stream()
                .limit(SHOWN)
                .forEach(trial -> out.append("<tr><th scope=\"row\">"
                        + values.link(trial, trial.address().shortForm()) + "</th><td>"
                        + Html.escape(values.describe(trial)) + "</td><td>" + Html.escape(sentences(experiment, trial))
                        + "</td></tr>\n"));
        out.append("</tbody>\n</table>\n</div>\n");
        if (done.size() > SHOWN) {
            out.append("<p class=\"note\">The best " + SHOWN + " of " + Numbers.count(done.size())
                    + " trials. The others' sentences stand in their result.json.</p>\n");
        }
        return out.append("</details>\n").toString();
    }

    private static String sentences(Experiment experiment, Trial trial) {
        List<String> own = experiment.scores(trial).stream()
                .flatMap(scores -> scores.findings().stream())
                .filter(finding -> !finding.kind().ofTheData())
                .map(Finding::sentence)
                .toList();
        return own.isEmpty() ? "No sign of trouble." : String.join(" ", own);
    }

    private static String pictures(List<TrialDiagnosis.Picture> pictures) {
        if (pictures.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<div class=\"samples\">\n");
        for (TrialDiagnosis.Picture picture : pictures) {
            String caption = Html.escape(picture.caption());
            out.append("<figure>\n<img src=\"" + Thumbnail.dataUri(picture.image()) + "\" alt=\"" + caption
                    + "\">\n<figcaption><span>" + caption + "</span></figcaption>\n</figure>\n");
        }
        return out.append("</div>\n").toString();
    }
}
