package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.model.TransferModel;
import dev.graft.testkit.model.Snapshot;
import java.util.List;
import java.util.Optional;

/** All that a training comes to but its times, to be compared to the last bit. */
record TrainingNumbers(
        List<List<Double>> epochs, List<?> validation, List<?> test, Snapshot parameters, Optional<String> stopped) {
    static TrainingNumbers of(TransferModel model, TrainingOutcome outcome) {
        return new TrainingNumbers(
                outcome.history().epochs().stream()
                        .map(e -> List.of(
                                (double) e.epoch(),
                                e.trainLoss(),
                                e.trainAccuracy(),
                                e.validationLoss(),
                                e.validationAccuracy(),
                                e.learningRate()))
                        .toList(),
                outcome.validation(),
                outcome.test(),
                Snapshot.of(model.graph()),
                outcome.stopped());
    }

    static TrainingNumbers of(SharedResult result) {
        assertThat(result).isInstanceOf(SharedResult.Finished.class);
        SharedResult.Finished finished = (SharedResult.Finished) result;
        return of(finished.model(), finished.outcome());
    }

    void assertEqual(TrainingNumbers other) {
        assertThat(epochs).isEqualTo(other.epochs);
        assertThat(validation).isEqualTo(other.validation);
        assertThat(test).isEqualTo(other.test);
        assertThat(parameters.changed(other.parameters)).isEmpty();
        assertThat(stopped).isEqualTo(other.stopped);
    }
}
