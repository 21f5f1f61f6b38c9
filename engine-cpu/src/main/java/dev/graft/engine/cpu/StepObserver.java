package dev.graft.engine.cpu;

/** Runs steps for plans and sessions, and may look at the clock. */
interface StepObserver {
    /** Runs them and does nothing else. */
    StepObserver NONE = new StepObserver() {
        @Override
        public void begin() {}

        @Override
        public void run(PlannedStep step, Batch batch) {
            step.step().run(batch);
        }

        @Override
        public void end() {}
    };

    /** A pass or a training step begins. */
    void begin();

    /** Runs a step of it. */
    void run(PlannedStep step, Batch batch);

    /** It is over. */
    void end();
}
