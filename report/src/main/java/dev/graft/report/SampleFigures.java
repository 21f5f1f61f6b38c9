package dev.graft.report;

import dev.graft.metrics.Prediction;
import dev.graft.result.Numbers;
import dev.graft.result.SampleImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pictures, each with what the model said about it. */
final class SampleFigures {
    private final List<String> classNames;
    private final Map<Prediction, SampleImage> samples;

    SampleFigures(List<String> classNames, List<SampleImage> samples) {
        this.classNames = classNames;
        this.samples = samples.stream()
                .collect(Collectors.toMap(SampleImage::prediction, Function.identity(), (first, same) -> first));
    }

    /** What there are pictures for. */
    Set<Prediction> predictions() {
        return samples.keySet();
    }

    /** The picture of one of them. */
    String figure(Prediction p) {
        SampleImage sample = samples.get(p);
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
