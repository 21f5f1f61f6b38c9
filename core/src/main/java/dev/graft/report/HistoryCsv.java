package dev.graft.report;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The format of {@code history.csv}; {@link ResultFiles} describes it. */
final class HistoryCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setRecordSeparator("\n")
            .setHeader(
                    "phase",
                    "epoch",
                    "train_loss",
                    "train_accuracy",
                    "validation_loss",
                    "validation_accuracy",
                    "learning_rate",
                    "seconds")
            .get();

    private HistoryCsv() {}

    static void write(History history, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(writer, FORMAT);
        Phases phases = Phases.of(history);
        for (int i = 0; i < history.epochs().size(); i++) {
            EpochRecord e = history.epochs().get(i);
            csv.printRecord(
                    phases.phaseOf(i),
                    e.epoch(),
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.validationLoss(),
                    e.validationAccuracy(),
                    e.learningRate(),
                    e.seconds());
        }
        csv.flush();
    }
}
