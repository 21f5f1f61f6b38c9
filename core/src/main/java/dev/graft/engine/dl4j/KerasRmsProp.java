package dev.graft.engine.dl4j;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * RMSprop with Keras's formula: {@code v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + epsilon)}, {@code v} starting at
 * 0. DL4J's own adds epsilon outside the root and starts at epsilon, so no setting of it agrees with Keras.
 */
public final class KerasRmsProp implements IUpdater {
    private static final long serialVersionUID = 1L;
    private static final String STATE = "velocity";

    private double learningRate;
    private final double rho;
    private final double epsilon;

    /**
     * @param learningRate step size
     * @param rho decay of the mean square
     * @param epsilon added to the mean square, inside the root
     */
    public KerasRmsProp(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("rho") double rho,
            @JsonProperty("epsilon") double epsilon) {
        this.learningRate = learningRate;
        this.rho = rho;
        this.epsilon = epsilon;
    }

    /** Step size. */
    public double getLearningRate() {
        return learningRate;
    }

    /** Decay of the mean square. */
    public double getRho() {
        return rho;
    }

    /** Added to the mean square. */
    public double getEpsilon() {
        return epsilon;
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<KerasRmsProp> instantiate(INDArray view, boolean initialize) {
        Step step = new Step(this);
        step.setStateViewArray(view, view.shape(), view.ordering(), initialize);
        return step;
    }

    @Override
    public GradientUpdater<KerasRmsProp> instantiate(Map<String, INDArray> state, boolean initialize) {
        Step step = new Step(this);
        step.setState(state, initialize);
        return step;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate;
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        if (schedule != null) {
            throw new UnsupportedOperationException("Schedules are driven from outside");
        }
        this.learningRate = rate;
    }

    @Override
    public KerasRmsProp clone() {
        return new KerasRmsProp(learningRate, rho, epsilon);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KerasRmsProp that
                && learningRate == that.learningRate
                && rho == that.rho
                && epsilon == that.epsilon;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, rho, epsilon);
    }

    private static final class Step implements GradientUpdater<KerasRmsProp> {
        private static final long serialVersionUID = 1L;

        private final KerasRmsProp config;
        private INDArray velocity;

        Step(KerasRmsProp config) {
            this.config = config;
        }

        @Override
        public KerasRmsProp getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            velocity = state.get(STATE);
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(STATE, velocity);
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            if (initialize) {
                view.assign(0);
            }
            velocity = view.reshape(order, shape);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            INDArray square = gradient.mul(gradient);
            velocity.muli(config.rho).addi(square.muli(1 - config.rho).reshape(velocity.shape()));
            INDArray root = Transforms.sqrt(velocity.add(config.epsilon), false);
            gradient.muli(config.learningRate).divi(root.reshape(gradient.shape()));
        }
    }
}
