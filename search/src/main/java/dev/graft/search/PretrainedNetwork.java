package dev.graft.search;

import dev.graft.settings.ModelSettings;
import java.util.Optional;

/**
 * A network with weights, how images come to it, and how much of it learns: all that its frozen features depend on.
 *
 * @param backbone id
 * @param weights what they are, whatever they are called
 * @param size side of the square input in pixels
 * @param preprocessing id
 * @param unfrozen how many last layers learn; {@link Integer#MAX_VALUE} for all
 */
public record PretrainedNetwork(String backbone, String weights, int size, String preprocessing, int unfrozen) {
    /** That of a trial; empty if what learns is no number of last layers. */
    public static Optional<PretrainedNetwork> of(Trial trial) {
        ModelSettings model = trial.settings().model();
        return trial.phase()
                .unfrozen()
                .layers()
                .map(unfrozen -> new PretrainedNetwork(
                        model.backbone(), trial.weightsIdentity(), model.size(), model.preprocessing(), unfrozen));
    }

    /** By how many unfrozen layers another one differs that is the same otherwise; empty if it is not. */
    Optional<Integer> distance(PretrainedNetwork other) {
        return new PretrainedNetwork(backbone, weights, size, preprocessing, other.unfrozen).equals(other)
                ? Optional.of(Math.abs(unfrozen - other.unfrozen))
                : Optional.empty();
    }
}
