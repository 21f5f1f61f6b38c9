package dev.graft.result;

import dev.graft.data.Fold;
import java.util.List;
import java.util.Optional;

/**
 * What programs ask about how a result came about. {@link dev.graft.provenance.Provenance} tells people more.
 *
 * @param source where the images lie
 * @param manifestHash of all images
 * @param fold which one of a cross-validation or a search in folds the test part is; empty if it is none
 * @param parameters of backbone and head
 * @param trainableParameters of backbone and head, in each phase of the plan
 * @param layers of the backbone, as Keras counts them; 0 if an earlier version did not store it
 * @param engine that computed everything, with its version
 * @param fallback why it was not the one that was asked for; empty if it was
 * @param featureSeconds wall time for frozen features
 * @param trainingSeconds wall time of all epochs
 * @param finished when, ISO 8601 in UTC
 * @param graft version of Graft
 * @param java vendor and version
 */
public record RunFacts(
        String source,
        String manifestHash,
        Optional<Fold> fold,
        long parameters,
        List<Long> trainableParameters,
        int layers,
        String engine,
        Optional<Fallback> fallback,
        double featureSeconds,
        double trainingSeconds,
        String finished,
        String graft,
        String java) {
    /**
     * Another engine computed.
     *
     * @param asked id of the engine that was asked for
     * @param reason why it could not
     */
    public record Fallback(String asked, String reason) {}

    public RunFacts {
        trainableParameters = List.copyOf(trainableParameters);
    }

    /** Those of the last phase; 0 without any. */
    public long lastTrainableParameters() {
        return trainableParameters.isEmpty() ? 0 : trainableParameters.get(trainableParameters.size() - 1);
    }

    /** Seconds of all, to a tenth. */
    public double totalSeconds() {
        return tenths(featureSeconds + trainingSeconds);
    }

    /** Seconds as people read them. */
    public static double tenths(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
