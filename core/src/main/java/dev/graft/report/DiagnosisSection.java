package dev.graft.report;

import java.util.List;

/** What was found out about how models decide, trial by trial. */
final class DiagnosisSection {
    private DiagnosisSection() {}

    /** Empty without diagnoses. */
    static String html(ExperimentSummary summary, ExperimentValues values) {
        if (summary.diagnoses().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(
                "<section aria-labelledby=\"diagnoses\">\n<h2 id=\"diagnoses\">Trial by trial</h2>\n");
        for (ExperimentDiagnosis diagnosis : summary.diagnoses()) {
            ExperimentTrial trial = summary.trials().get(diagnosis.trial());
            out.append("<h3>" + Html.escape(diagnosis.title()) + "</h3>\n<p class=\"note\">"
                    + ExperimentModels.link(trial, "Trial " + trial.shortAddress()) + ": "
                    + Html.escape(values.describe(trial)) + "</p>\n"
                    + Html.list("plain", diagnosis.sentences()) + pictures(diagnosis.pictures()));
        }
        return out.append("</section>\n").toString();
    }

    private static String pictures(List<ExperimentDiagnosis.Picture> pictures) {
        if (pictures.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<div class=\"samples\">\n");
        for (ExperimentDiagnosis.Picture picture : pictures) {
            String caption = Html.escape(picture.caption());
            out.append("<figure>\n<img src=\"" + Thumbnail.dataUri(picture.image()) + "\" alt=\"" + caption
                    + "\">\n<figcaption><span>" + caption + "</span></figcaption>\n</figure>\n");
        }
        return out.append("</div>\n").toString();
    }
}
