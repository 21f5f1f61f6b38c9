package dev.graft.train;

import dev.graft.engine.EngineChoice;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.metrics.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * What a training gave, besides the model's new parameters.
 *
 * @param history all epochs of all phases in order; epochs count from 1 in each phase
 * @param freezes what learned, one per phase of the plan
 * @param features where the frozen layers' features came from, one per phase that was begun, for people
 * @param validation one prediction per validation image, by the final parameters
 * @param test one per test image, made once at the end; empty without a test part
 * @param featureSeconds time to prepare the frozen features
 * @param trainingSeconds time of all epochs
 * @param end how the training ended
 * @param computing who computed all of it
 */
public record TrainingOutcome(
        History history,
        List<ResolvedFreeze> freezes,
        List<String> features,
        List<Prediction> validation,
        List<Prediction> test,
        double featureSeconds,
        double trainingSeconds,
        TrainingEnd end,
        EngineChoice computing) {
    public TrainingOutcome {
        freezes = List.copyOf(freezes);
        features = List.copyOf(features);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /** Why the training ended before its time, for people; empty if it did not. */
    public Optional<String> stopped() {
        return end.reason();
    }
}
