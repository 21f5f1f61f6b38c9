package dev.graft.result;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The format of {@code history.csv}; {@link ResultFiles} describes it. */
final class HistoryCsv {
    private static final List<String> COLUMNS = List.of(
            "phase",
            "epoch",
            "train_loss",
            "train_accuracy",
            "validation_loss",
            "validation_accuracy",
            "learning_rate",
            "seconds");

    private static final List<String> INFERENCE_COLUMNS = List.of("train_inference_loss", "train_inference_accuracy");

    private HistoryCsv() {}

    static void write(History history, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        boolean inference = history.hasTrainInference();
        CSVPrinter csv = new CSVPrinter(
                writer, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
        csv.printRecord(inference ? Stream.concat(COLUMNS.stream(), INFERENCE_COLUMNS.stream()) : COLUMNS.stream());
        for (EpochRecord e : history.epochs()) {
            Stream<Number> values = Stream.of(
                    e.phase(),
                    e.epoch(),
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.validationLoss(),
                    e.validationAccuracy(),
                    e.learningRate(),
                    e.seconds());
            Stream<Number> more = Stream.of(e.trainInferenceLoss(), e.trainInferenceAccuracy());
            csv.printRecord(inference ? Stream.concat(values, more) : values);
        }
        csv.flush();
    }
}
