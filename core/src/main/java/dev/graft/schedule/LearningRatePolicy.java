package dev.graft.schedule;

/**
 * Which learning rate holds when: a schedule known beforehand, or one that answers to what the validation shows.
 *
 * <p>Immutable. What changes is a {@link PolicyState}, a value that can be written down and resumed from:
 *
 * <pre>{@code
 * PolicyState state = policy.start(optimizer.learningRate());
 * for (int epoch = 0; ...; epoch++) {
 *     for (each batch) {
 *         session.learningRate(policy.rate(state, updates, epoch));
 *         session.step(...);
 *     }
 *     state = policy.afterEpoch(state, validationLoss);
 * }
 * }</pre>
 */
public sealed interface LearningRatePolicy permits PacedSchedule, ReduceOnPlateau {
    /** The state at the beginning of a phase. */
    default PolicyState start(double base) {
        return PolicyState.start(base);
    }

    /**
     * The learning rate of an update.
     *
     * @param state of this policy
     * @param step updates of this phase done before, from 0
     * @param epoch epochs of this phase done before, from 0
     */
    double rate(PolicyState state, long step, int epoch);

    /**
     * The state after an epoch.
     *
     * @param monitored value of the epoch, usually the validation loss
     */
    PolicyState afterEpoch(PolicyState state, double monitored);

    /** In words, for people and provenance. */
    String describe();

    /** The optimizer's rate, always. */
    static LearningRatePolicy constant() {
        return new PacedSchedule(Schedule.constant(), Pace.STEP);
    }
}
