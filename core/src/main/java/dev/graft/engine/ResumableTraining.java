package dev.graft.engine;

import dev.graft.error.GraftException;
import java.util.Map;

/**
 * What the sessions of all engines do alike: they count steps, hold the learning rate, save and restore their state, and
 * refuse to work when closed. For those who write engines.
 */
public abstract class ResumableTraining implements TrainingSession {
    private final String engine;
    private long steps;
    private double learningRate;
    private boolean closed;

    /**
     * @param engine id of the engine
     * @param learningRate the first
     */
    protected ResumableTraining(String engine, double learningRate) {
        this.engine = engine;
        this.learningRate = learningRate;
    }

    /** All that must be equal for a state to fit, but for the learning rate. */
    protected abstract String signature();

    /** Parameters, running statistics, the optimizer's state and what else is kept between steps, by name. */
    protected abstract Map<String, float[]> save();

    /**
     * Takes over what {@link #save} gave.
     *
     * @throws GraftException if sizes differ; nothing has changed then
     */
    protected abstract void load(TrainingState state);

    /** Frees what the session holds; called once. */
    protected abstract void release();

    /** Batches learned from so far. */
    protected final long steps() {
        return steps;
    }

    /** Another batch has been learned from. */
    protected final void countStep() {
        steps++;
    }

    /** @throws IllegalStateException if the session is closed */
    protected final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
    }

    @Override
    public final double learningRate() {
        requireOpen();
        return learningRate;
    }

    @Override
    public final void learningRate(double rate) {
        requireOpen();
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new GraftException("A learning rate must be 0 or more and finite, found " + rate + ".");
        }
        learningRate = rate;
    }

    @Override
    public final TrainingState state() {
        requireOpen();
        return new TrainingState(engine, signature(), steps, learningRate, save());
    }

    @Override
    public final void restore(TrainingState state) {
        requireOpen();
        if (!state.engine().equals(engine) || !state.rule().equals(signature())) {
            throw new GraftException("The training state was left by another training. It belongs to engine "
                    + state.engine() + ", " + state.rule() + "; this one is engine " + engine + ", " + signature()
                    + ". Continue with the settings of the beginning, or start anew.");
        }
        load(state);
        steps = state.steps();
        learningRate = state.learningRate();
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
