package dev.graft.report;

import dev.graft.metrics.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pictures with what the model said about them. */
final class SampleGrid {
    private final List<String> classNames;
    private final Map<Prediction, SampleImage> samples;

    private SampleGrid(List<String> classNames, List<SampleImage> samples) {
        this.classNames = classNames;
        this.samples = samples.stream()
                .collect(Collectors.toMap(SampleImage::prediction, Function.identity(), (first, same) -> first));
    }

    static String html(List<String> classNames, List<SampleImage> samples) {
        return new SampleGrid(classNames, samples).groups();
    }

    private String groups() {
        SampleSelection chosen = SampleSelection.of(samples.keySet(), SampleSelection.REPORT_LIMIT);
        return group("Wrong, most confident first", chosen.wrong())
                + group("Least certain", chosen.uncertain())
                + group("Right", chosen.right());
    }

    private String group(String heading, List<Prediction> predictions) {
        if (predictions.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h3>" + heading + "</h3>\n<div class=\"samples\">\n");
        predictions.forEach(p -> out.append(figure(samples.get(p))));
        return out.append("</div>\n").toString();
    }

    private String figure(SampleImage sample) {
        Prediction p = sample.prediction();
        String predicted = classNames.get(p.predicted());
        String actual = classNames.get(p.actual());
        double probability = p.confidence();
        String alt = sample.name() + ": predicted “" + predicted + "” with " + Numbers.percent(probability)
                + ", actually “" + actual + "”";
        String outcome = p.correct() ? "right" : "wrong";
        return "<figure class=\"" + outcome + "\">\n<img src=\"" + Thumbnail.dataUri(sample.thumbnail()) + "\" alt=\""
                + Html.escape(alt) + "\">\n<figcaption>\n<strong>"
                + (p.correct() ? "✓ " : "✗ ") + Html.escape(predicted) + "</strong>\n" + meter(probability)
                + "<span>" + Html.escape(Numbers.percent(probability)) + "</span>\n"
                + (p.correct() ? "" : "<span>is " + Html.escape(actual) + "</span>\n") + "<small title=\""
                + Html.escape(sample.name()) + "\">" + Html.escape(fileName(sample.name()))
                + "</small>\n</figcaption>\n</figure>\n";
    }

    private static String meter(double probability) {
        double share = Double.isNaN(probability) ? 0 : probability;
        return String.format(
                Locale.ROOT,
                "<span class=\"meter\" aria-hidden=\"true\"><span style=\"width:%.1f%%\"></span></span>\n",
                share * 100);
    }

    private static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
