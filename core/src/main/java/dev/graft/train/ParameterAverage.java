package dev.graft.train;

import dev.graft.engine.TrainingState;
import dev.graft.optimizer.WeightAveraging;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The mean of the parameters and running statistics that a phase's epochs end with, in double precision. Whatever engine
 * trains: it takes what a session's state holds, in the engine's own order.
 *
 * <p>Running variances are averaged as they are; the spread between the epochs' running means is not added.
 */
final class ParameterAverage {
    private final WeightAveraging rule;
    private int epochs;
    private double[] mean = {};

    ParameterAverage(WeightAveraging rule) {
        this.rule = rule;
    }

    /** Epochs that count so far. */
    int epochs() {
        return epochs;
    }

    /** Counts the parameters of another epoch. */
    void add(TrainingState end) {
        float[] values = parameters(end);
        if (epochs == 0) {
            mean = new double[values.length];
        }
        double weight = rule.weight(epochs);
        for (int i = 0; i < values.length; i++) {
            mean[i] += (values[i] - mean[i]) * weight;
        }
        epochs++;
    }

    /** A state with the mean in place of its parameters. */
    TrainingState in(TrainingState state) {
        float[] values = new float[mean.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) mean[i];
        }
        return state.withParameters(values);
    }

    private static float[] parameters(TrainingState state) {
        float[] values = new float[state.length(TrainingState.PARAMETERS)];
        state.read(TrainingState.PARAMETERS, 0, values, values.length);
        return values;
    }

    /** Writes it in binary, doubles as they are. */
    void writeTo(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(epochs);
        out.writeInt(mean.length);
        for (double value : mean) {
            out.writeDouble(value);
        }
        out.flush();
    }

    /**
     * Takes over what {@link #writeTo} wrote.
     *
     * @param session what the session held then
     * @return the number of epochs
     * @throws IOException if it is not of this session, or the stream ends too early
     */
    int readFrom(InputStream stream, TrainingState session) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        int count = in.readInt();
        int length = in.readInt();
        if (count < 1 || length != session.length(TrainingState.PARAMETERS)) {
            throw new IOException("its mean is of " + count + " epochs and " + length + " parameters");
        }
        epochs = count;
        mean = new double[length];
        for (int i = 0; i < length; i++) {
            mean[i] = in.readDouble();
        }
        return count;
    }
}
