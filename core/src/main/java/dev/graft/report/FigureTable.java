package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Every figure of every evaluated part, with its meaning. */
final class FigureTable {
    private record Row(
            String name, Function<Evaluation, String> value, Function<Evaluation, String> interval, String meaning) {}

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
        out.append(intervals());
        boolean undefined = out.indexOf(">" + Numbers.UNDEFINED + "<") >= 0;
        return undefined ? out.append(UNDEFINED_NOTE).toString() : out.toString();
    }

    private String html(Row row) {
        String test = result.test().map(t -> cell(row, t)).orElse("");
        return "<tr><th scope=\"row\">" + Html.escape(row.name) + "</th>" + test + cell(row, result.validation())
                + "<td class=\"meaning\">" + Html.escape(row.meaning) + "</td></tr>\n";
    }

    private static String cell(Row row, Evaluation evaluation) {
        String interval = row.interval.apply(evaluation);
        return "<td class=\"number\">" + Html.escape(row.value.apply(evaluation))
                + (interval.isEmpty() || interval.equals(Numbers.UNDEFINED)
                        ? ""
                        : "<br><span class=\"interval\">" + Html.escape(interval) + "</span>")
                + "</td>";
    }

    private String intervals() {
        return "<p class=\"note\">Below each figure: its 95 % interval. "
                + IntervalNote.of(ShownPart.of(result).evaluation().intervals()) + "</p>\n";
    }

    private List<Row> rows() {
        String positive = "“" + result.classNames().get(result.positiveClass()) + "”";
        boolean several = result.classNames().size() > 2;
        List<Row> rows = new ArrayList<>(List.of(
                new Row("Images", e -> Numbers.count(e.images()), e -> "", "Number evaluated"),
                new Row(
                        "Accuracy",
                        e -> Numbers.percent(e.accuracy()),
                        e -> percents(e.intervals().accuracy()),
                        "Share classified correctly"),
                new Row(
                        "Balanced accuracy",
                        e -> Numbers.percent(e.balancedAccuracy()),
                        e -> percents(e.intervals().balancedAccuracy()),
                        "Mean share found over the classes, large or small")));
        rows.addAll(several ? List.of() : ofPositive(positive));
        rows.addAll(List.of(
                new Row(
                        "Matthews correlation",
                        e -> Numbers.ratio(e.matthews()),
                        e -> ratios(e.intervals().matthews()),
                        "1 perfect, 0 no better than chance; sound for unbalanced classes"),
                new Row(
                        "Log loss",
                        e -> Numbers.threeDigits(e.logLoss()),
                        e -> digits(e.intervals().logLoss()),
                        "Cross-entropy; 0 is perfect"),
                new Row(
                        "Brier score",
                        e -> Numbers.threeDigits(e.brier()),
                        e -> digits(e.intervals().brier()),
                        "Mean squared error of the probability of " + positive + "; 0 is perfect")));
        return rows;
    }

    private static List<Row> ofPositive(String positive) {
        return List.of(
                new Row(
                        "Sensitivity",
                        e -> Numbers.percent(e.sensitivity()),
                        e -> percents(e.intervals().positive().sensitivity()),
                        "Share of " + positive + " found"),
                new Row(
                        "Specificity",
                        e -> Numbers.percent(e.specificity()),
                        e -> percents(e.intervals().positive().specificity()),
                        "Share of the others not called " + positive),
                new Row(
                        "Precision",
                        e -> Numbers.percent(e.precision()),
                        e -> percents(e.intervals().positive().precision()),
                        "Share of the images called " + positive + " that are"),
                new Row(
                        "F1",
                        e -> Numbers.ratio(e.f1()),
                        e -> ratios(e.intervals().positive().f1()),
                        "Harmonic mean of precision and sensitivity"),
                new Row(
                        "ROC-AUC",
                        e -> Numbers.ratio(e.rocAuc()),
                        e -> ratios(e.intervals().positive().rocAuc()),
                        "Chance that a random " + positive + " image ranks above a random other one"),
                new Row(
                        "Average precision",
                        e -> Numbers.ratio(e.averagePrecision()),
                        e -> ratios(e.intervals().positive().averagePrecision()),
                        "Area under the precision-recall curve (PR-AUC)"));
    }

    private static String percents(Interval interval) {
        return Numbers.percentRange(interval.low(), interval.high());
    }

    private static String ratios(Interval interval) {
        return interval.known() ? Numbers.ratioRange(interval) : "";
    }

    private static String digits(Interval interval) {
        return interval.known() ? Numbers.threeDigits(interval.low()) + "–" + Numbers.threeDigits(interval.high()) : "";
    }
}
