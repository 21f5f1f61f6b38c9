package dev.graft.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.io.AtomicFile;
import dev.graft.schedule.LearningRateCurve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a learning-rate range test leaves: {@code learning-rate.csv} with the columns {@code learning_rate}, {@code loss},
 * {@code smoothed_loss}, and {@code learning-rate.html} with the curve and what it suggests.
 *
 * @param directory where, must exist
 */
public record LearningRateFiles(Path directory) {
    /** The numbers. */
    public Path csv() {
        return directory.resolve("learning-rate.csv");
    }

    /** The page. */
    public Path page() {
        return directory.resolve("learning-rate.html");
    }

    /** Writes both files. */
    public void write(LearningRateCurve curve) {
        StringBuilder csv = new StringBuilder("learning_rate,loss,smoothed_loss\n");
        curve.points()
                .forEach(p -> csv.append(p.rate())
                        .append(',')
                        .append(p.loss())
                        .append(',')
                        .append(p.smoothed())
                        .append('\n'));
        AtomicFile.write(csv(), out -> out.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
        AtomicFile.write(page(), out -> out.write(html(curve).getBytes(StandardCharsets.UTF_8)));
    }

    private static String html(LearningRateCurve curve) {
        return Template.load("learning-rate.html")
                .fill(Map.of(
                        "suggestion",
                        Html.escape(suggestion(curve)),
                        "library",
                        ChartLibrary.source(),
                        "points",
                        points(curve)));
    }

    /** A sentence on which rate to choose. */
    public static String suggestion(LearningRateCurve curve) {
        OptionalDouble steepest = curve.steepest();
        OptionalDouble tenth = curve.tenthOfMinimum();
        if (steepest.isEmpty() && tenth.isEmpty()) {
            return "The loss did not fall at any rate that was tried: no suggestion.";
        }
        StringBuilder text = new StringBuilder("Suggested learning rate: ");
        tenth.ifPresent(
                rate -> text.append(Numbers.setting(rounded(rate))).append(" (a tenth of where the loss is lowest)"));
        if (steepest.isPresent()) {
            text.append(tenth.isPresent() ? "; the loss falls fastest at " : "where the loss falls fastest, ")
                    .append(Numbers.setting(rounded(steepest.getAsDouble())));
        }
        return text.append('.').toString();
    }

    /** Two digits: the test tells no more. */
    private static double rounded(double rate) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1e", rate));
    }

    private static String points(LearningRateCurve curve) {
        List<List<Double>> points = new ArrayList<>();
        curve.points().forEach(p -> points.add(List.of(p.rate(), p.loss(), p.smoothed())));
        try {
            return new ObjectMapper().writeValueAsString(points);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
