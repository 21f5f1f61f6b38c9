package dev.graft.result;

import dev.graft.io.AtomicFile;
import dev.graft.schedule.LearningRateCurve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The numbers of a learning-rate range test: {@code learning-rate.csv} with the columns {@code learning_rate}, {@code loss},
 * {@code smoothed_loss}.
 *
 * @param directory where, must exist
 */
public record LearningRateFiles(Path directory) {
    /** The numbers. */
    public Path csv() {
        return directory.resolve("learning-rate.csv");
    }

    /** Writes the file. */
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
}
