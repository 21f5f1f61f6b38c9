package dev.graft.report;

import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Column;
import dev.graft.report.Table.Row;
import dev.graft.result.Numbers;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The learning curves as numbers. */
final class EpochTable {
    /** A column, which not every training has. */
    private record Measured(String name, boolean there, Function<EpochRecord, String> text) {}

    private EpochTable() {}

    static Table of(History history) {
        EpochRecord best = history.best().orElse(null);
        List<Measured> columns = columns(history, best);
        return new Table(
                "Epoch by epoch",
                "numbers",
                columns.stream().map(column -> new Column(column.name, null)).toList(),
                history.epochs().stream()
                        .map(epoch -> new Row(
                                epoch == best ? "best" : null,
                                columns.stream()
                                        .map(column -> Cell.of(column.text.apply(epoch)))
                                        .toList()))
                        .toList(),
                List.of());
    }

    private static List<Measured> columns(History history, EpochRecord best) {
        boolean inference = history.hasTrainInference();
        return Stream.of(
                        new Measured("Epoch", true, e -> e.epoch() + (e == best ? " (best)" : "")),
                        new Measured("Phase", history.phases().size() > 1, e -> String.valueOf(e.phase())),
                        new Measured("Train loss", true, e -> Numbers.threeDigits(e.trainLoss())),
                        new Measured("Validation loss", true, e -> Numbers.threeDigits(e.validationLoss())),
                        new Measured("Train accuracy", true, e -> Numbers.percent(e.trainAccuracy())),
                        new Measured("Validation accuracy", true, e -> Numbers.percent(e.validationAccuracy())),
                        new Measured(
                                "Train loss, inference", inference, e -> Numbers.threeDigits(e.trainInferenceLoss())),
                        new Measured(
                                "Train accuracy, inference",
                                inference,
                                e -> Numbers.percent(e.trainInferenceAccuracy())),
                        new Measured("Learning rate", true, e -> Numbers.setting(e.learningRate())),
                        new Measured("Time", true, e -> Numbers.duration(e.seconds())))
                .filter(Measured::there)
                .toList();
    }
}
