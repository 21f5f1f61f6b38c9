package dev.graft.engine;

/** A training step that was begun, and that may still be under way. */
public interface PendingStep {
    /** Whether {@link #result()} need not wait. */
    boolean isDone();

    /**
     * Waits until it is done. Not to be asked when its session is closed.
     *
     * @return its outcome, the same whenever it is asked
     */
    StepResult result();

    /** One that is done. */
    static PendingStep done(StepResult result) {
        return new PendingStep() {
            @Override
            public boolean isDone() {
                return true;
            }

            @Override
            public StepResult result() {
                return result;
            }
        };
    }
}
