package dev.graft.engine.compiled;

/** Runs steps for plans and sessions, and may look at the clock. */
public interface StepObserver {
    /** Runs them and does nothing else. */
    StepObserver NONE = new StepObserver() {
        @Override
        public void begin() {}

        @Override
        public void run(PlannedOperation operation, Runnable step) {
            step.run();
        }

        @Override
        public void end() {}
    };

    /** A pass or a training step begins. */
    void begin();

    /**
     * Runs a step of it.
     *
     * @param operation that the step is part of
     * @param step what to run
     */
    void run(PlannedOperation operation, Runnable step);

    /** It is over. */
    void end();
}
