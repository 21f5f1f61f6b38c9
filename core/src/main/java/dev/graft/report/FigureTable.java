package dev.graft.report;

import dev.graft.metrics.Evaluation;
import java.util.List;
import java.util.function.Function;

/** Every figure of every evaluated part, with its meaning. */
final class FigureTable {
    private record Row(String name, Function<Evaluation, String> value, String meaning) {}

    private static final String UNDEFINED_NOTE = "<p class=\"note\">" + Numbers.UNDEFINED
            + " is undefined: precision when nothing was called positive, for example.</p>\n";

    private final TrainingResult result;

    private FigureTable(TrainingResult result) {
        this.result = result;
    }

    static String html(TrainingResult result) {
        return new FigureTable(result).table();
    }

    private String table() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"All figures\">\n<table class=\"figures\">\n"
                + "<thead><tr><th scope=\"col\">Figure</th>");
        if (result.test().isPresent()) {
            out.append("<th scope=\"col\" class=\"number\">Test</th>");
        }
        out.append("<th scope=\"col\" class=\"number\">Validation</th><th scope=\"col\">Meaning</th></tr></thead>\n"
                + "<tbody>\n");
        rows().forEach(row -> out.append(html(row)));
        out.append("</tbody>\n</table>\n</div>\n");
        boolean undefined = out.indexOf(">" + Numbers.UNDEFINED + "<") >= 0;
        return undefined ? out.append(UNDEFINED_NOTE).toString() : out.toString();
    }

    private String html(Row row) {
        String test = result.test().map(t -> cell(row, t)).orElse("");
        return "<tr><th scope=\"row\">" + Html.escape(row.name) + "</th>" + test + cell(row, result.validation())
                + "<td class=\"meaning\">" + Html.escape(row.meaning) + "</td></tr>\n";
    }

    private static String cell(Row row, Evaluation evaluation) {
        return "<td class=\"number\">" + Html.escape(row.value.apply(evaluation)) + "</td>";
    }

    private List<Row> rows() {
        String positive = "“" + result.classNames().get(result.positiveClass()) + "”";
        return List.of(
                new Row("Images", e -> Numbers.count(e.images()), "Number evaluated"),
                new Row("Accuracy", e -> Numbers.percent(e.accuracy()), "Share classified correctly"),
                new Row(
                        "95 % interval",
                        e -> Numbers.percentRange(e.accuracyLow(), e.accuracyHigh()),
                        "Where the accuracy on many such images plausibly lies (Wilson)"),
                new Row(
                        "Balanced accuracy",
                        e -> Numbers.percent(e.balancedAccuracy()),
                        "Mean share found over the classes, large or small"),
                new Row("Sensitivity", e -> Numbers.percent(e.sensitivity()), "Share of " + positive + " found"),
                new Row(
                        "Specificity",
                        e -> Numbers.percent(e.specificity()),
                        "Share of the others not called " + positive),
                new Row(
                        "Precision",
                        e -> Numbers.percent(e.precision()),
                        "Share of the images called " + positive + " that are"),
                new Row("F1", e -> Numbers.ratio(e.f1()), "Harmonic mean of precision and sensitivity"),
                new Row(
                        "Matthews correlation",
                        e -> Numbers.ratio(e.matthews()),
                        "1 perfect, 0 no better than chance; sound for unbalanced classes"),
                new Row(
                        "ROC-AUC",
                        e -> Numbers.ratio(e.rocAuc()),
                        "Chance that a random " + positive + " image ranks above a random other one"),
                new Row(
                        "Average precision",
                        e -> Numbers.ratio(e.averagePrecision()),
                        "Area under the precision-recall curve"),
                new Row("Log loss", e -> Numbers.threeDigits(e.logLoss()), "Cross-entropy; 0 is perfect"),
                new Row(
                        "Brier score",
                        e -> Numbers.threeDigits(e.brier()),
                        "Mean squared error of the probability of " + positive + "; 0 is perfect"));
    }
}
