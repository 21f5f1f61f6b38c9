package dev.graft.report;

import dev.graft.diagnosis.Diagnosis;
import dev.graft.result.Finding;
import dev.graft.result.TrainingResult;
import java.util.List;

/** The findings, or the good news that there are none. */
final class FindingsBox {
    private FindingsBox() {}

    static String list(List<Finding> findings) {
        return Html.list("plain", findings.stream().map(Finding::sentence).toList());
    }

    static String html(TrainingResult result) {
        String more = result.splitWarnings().isEmpty()
                ? ""
                : "<p>The split has warnings of its own: see <a href=\"#data\">Data</a>.</p>\n";
        if (result.findings().isEmpty()) {
            return "<div class=\"box good\">\n<p><strong>No sign of trouble.</strong> Looked for: "
                    + String.join(", ", Diagnosis.lookedFor()) + ".</p>\n" + more
                    + "</div>\n";
        }
        return "<div class=\"box warning\">\n" + list(result.findings()) + more + "</div>\n";
    }
}
