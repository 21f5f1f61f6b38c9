package dev.graft.report;

import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Numbers;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The learning curves as numbers. */
final class EpochTable {
    private final History history;
    private final Optional<EpochRecord> best;

    /** A column. */
    private record Measured(String name, Function<EpochRecord, String> text) {}

    EpochTable(History history) {
        this.history = history;
        this.best = history.best();
    }

    List<String> columns() {
        return measured().stream().map(Measured::name).toList();
    }

    List<Row> rows() {
        List<Measured> columns = measured();
        return history.epochs().stream()
                .map(epoch -> new Row(
                        isBest(epoch) ? "best" : null,
                        columns.stream()
                                .map(column -> Cell.of(column.text.apply(epoch)))
                                .toList()))
                .toList();
    }

    private boolean isBest(EpochRecord epoch) {
        return best.filter(kept -> kept == epoch).isPresent();
    }

    private List<Measured> measured() {
        List<Measured> columns = new ArrayList<>();
        columns.add(new Measured("Epoch", e -> e.epoch() + (isBest(e) ? " (best)" : "")));
        if (history.phases().size() > 1) {
            columns.add(new Measured("Phase", e -> String.valueOf(e.phase())));
        }
        columns.add(new Measured("Train loss", e -> Numbers.threeDigits(e.trainLoss())));
        columns.add(new Measured("Validation loss", e -> Numbers.threeDigits(e.validationLoss())));
        columns.add(new Measured("Train accuracy", e -> Numbers.percent(e.trainAccuracy())));
        columns.add(new Measured("Validation accuracy", e -> Numbers.percent(e.validationAccuracy())));
        if (history.hasTrainInference()) {
            columns.add(new Measured("Train loss, inference", e -> Numbers.threeDigits(e.trainInferenceLoss())));
            columns.add(new Measured("Train accuracy, inference", e -> Numbers.percent(e.trainInferenceAccuracy())));
        }
        columns.add(new Measured("Learning rate", e -> Numbers.setting(e.learningRate())));
        columns.add(new Measured("Time", e -> Numbers.duration(e.seconds())));
        return columns;
    }
}
