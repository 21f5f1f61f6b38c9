package dev.graft.engine.cpu;

/** One thing to do in a run of a plan. */
interface Step {
    /** @param batch what enters, what is counted, and the number of the training step */
    void run(Batch batch);
}
