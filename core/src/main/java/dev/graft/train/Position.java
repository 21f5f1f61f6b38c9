package dev.graft.train;

import dev.graft.schedule.PolicyState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is, and what its course so far decides about the rest. Immutable.
 *
 * @param phase phases that are over
 * @param epoch epochs of the present phase that are over
 * @param sinceBest epochs of the present phase since the last one with a lower validation loss than all before
 * @param bestLoss lowest validation loss of all phases; infinite before there is one
 * @param epochs history of all phases
 * @param features per phase that was begun, where its features came from
 * @param sums the present epoch so far
 * @param rates what the present phase's learning rates depend on; null before its first batch
 * @param seconds time of all that is over
 */
record Position(
        int phase,
        int epoch,
        int sinceBest,
        double bestLoss,
        List<EpochRecord> epochs,
        List<String> features,
        EpochSums sums,
        @Nullable PolicyState rates,
        double seconds) {
    Position {
        epochs = List.copyOf(epochs);
        features = List.copyOf(features);
    }

    static Position start() {
        return new Position(0, 0, 0, Double.POSITIVE_INFINITY, List.of(), List.of(), EpochSums.START, null, 0);
    }

    /** Time of all so far, the epoch under way included. */
    double trainedSeconds() {
        return seconds + sums.seconds();
    }

    boolean hasBest() {
        return bestLoss < Double.POSITIVE_INFINITY;
    }

    boolean improvedBy(EpochRecord next) {
        return next.validationLoss() < bestLoss;
    }

    Position within(EpochSums now) {
        return new Position(phase, epoch, sinceBest, bestLoss, epochs, features, now, rates, seconds);
    }

    Position with(PolicyState now) {
        return new Position(phase, epoch, sinceBest, bestLoss, epochs, features, sums, now, seconds);
    }

    Position begun(String featuresOfThePhase) {
        if (features.size() > phase) {
            return this;
        }
        List<String> more = new ArrayList<>(features);
        more.add(featuresOfThePhase);
        return new Position(phase, epoch, sinceBest, bestLoss, epochs, more, sums, rates, seconds);
    }

    Position after(EpochRecord done, PolicyState next) {
        List<EpochRecord> more = new ArrayList<>(epochs);
        more.add(done);
        boolean best = improvedBy(done);
        return new Position(
                phase,
                epoch + 1,
                best ? 0 : sinceBest + 1,
                best ? done.validationLoss() : bestLoss,
                more,
                features,
                EpochSums.START,
                next,
                seconds + done.seconds());
    }

    Position nextPhase() {
        return new Position(phase + 1, 0, 0, bestLoss, epochs, features, EpochSums.START, null, seconds);
    }

    boolean isOver(Phase present) {
        return epoch >= present.epochs() || (present.patience() > 0 && sinceBest >= present.patience());
    }
}
