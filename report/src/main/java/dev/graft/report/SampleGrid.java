package dev.graft.report;

import dev.graft.metrics.Prediction;
import dev.graft.result.SampleImage;
import dev.graft.result.SampleSelection;
import java.util.List;

/** Pictures with what the model said about them. */
final class SampleGrid {
    private final SampleFigures figures;

    private SampleGrid(SampleFigures figures) {
        this.figures = figures;
    }

    static String html(List<String> classNames, List<SampleImage> samples) {
        return new SampleGrid(new SampleFigures(classNames, samples)).groups();
    }

    private String groups() {
        SampleSelection chosen = SampleSelection.of(figures.predictions(), SampleSelection.REPORT_LIMIT);
        return group("Wrong, most confident first", chosen.wrong())
                + group("Least certain", chosen.uncertain())
                + group("Right", chosen.right());
    }

    private String group(String heading, List<Prediction> predictions) {
        if (predictions.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h3>" + heading + "</h3>\n<div class=\"samples\">\n");
        predictions.forEach(p -> out.append(figures.figure(p)));
        return out.append("</div>\n").toString();
    }
}
