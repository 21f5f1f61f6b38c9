package dev.graft.engine.update;

import dev.graft.engine.TrainingState;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.error.GraftException;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.UpdateRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From gradients to parameters by Keras's formulas, operation by operation.
 *
 * <p>It goes over the parameters piece by piece in Java's arrays: the arithmetic is then fixed to the last bit, whatever
 * the number of threads, and needs no memory beyond the optimizer's statistics. Not thread-safe.
 */
public final class ParameterUpdate implements AutoCloseable {
    private static final String PARAMETERS = TrainingState.PARAMETERS;
    private static final String ACCUMULATED = "accumulated gradients";
    private static final String STATISTICS = "optimizer statistics ";

    private final UpdateRule rule;
    private final ParameterLayout layout;
    private final UpdateFormula formula;
    private final NativeFloats parameters;
    private final NativeFloats gradients;
    private final NativeFloats[] statistics;
    /** Sums of gradients; null if every batch is an update. */
    private final @Nullable NativeFloats accumulated;

    private final List<ParameterSlice> learning;
    private final PieceWork learningPieces;
    private final PieceWork runningPieces;

    /**
     * @param rule how gradients become updates
     * @param layout of both vectors
     * @param parameters are moved
     * @param gradients of a batch, sums over its images; may be overwritten
     * @param threads how many to use; results do not depend on it
     */
    public ParameterUpdate(
            UpdateRule rule, ParameterLayout layout, NativeFloats parameters, NativeFloats gradients, int threads) {
        this.rule = rule;
        this.layout = layout;
        this.formula = UpdateFormula.of(rule.optimizer());
        this.parameters = parameters;
        this.gradients = gradients;
        this.learning = layout.of(Kind.LEARNS);
        this.learningPieces = new PieceWork(Piece.of(learning), formula.statistics(), threads);
        this.runningPieces = new PieceWork(Piece.of(layout.of(Kind.STATISTICS)), 0, threads);
        this.statistics = new NativeFloats[formula.statistics()];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = NativeFloats.zeros(layout.learning());
        }
        this.accumulated = rule.accumulation() == 1 ? null : NativeFloats.zeros(layout.learning());
    }

    /** How gradients become updates. */
    public UpdateRule rule() {
        return rule;
    }

    /** That an update without accumulation and clipping reads and writes: parameters, gradients, statistics. */
    public long bytes() {
        return layout.learning() * Float.BYTES * (2 + 1 + 2L * statistics.length);
    }

    /**
     * Uses up the gradients.
     *
     * @param batch number of images they are the sum over
     * @param step number of this batch, from 1 on
     * @param rate learning rate
     * @return whether learning parameters moved: with accumulation they wait for more batches
     */
    public boolean apply(long batch, long step, double rate) {
        runningPieces.forEach(this::follow);
        NativeFloats kept = accumulated;
        if (kept == null) {
            update((piece, scratch) -> readMean(piece, scratch, batch), step, rate);
            return true;
        }
        boolean due = step % rule.accumulation() == 0;
        learningPieces.forEach((piece, scratch) -> accumulate(kept, piece, scratch, batch, due));
        if (due) {
            update(this::readGradient, step / rule.accumulation(), rate);
        }
        return due;
    }

    private void follow(Piece piece, Scratch scratch) {
        parameters.read(piece.at(), scratch.variable, piece.count());
        gradients.read(piece.at(), scratch.gradient, piece.count());
        for (int i = 0; i < piece.count(); i++) {
            scratch.variable[i] -= scratch.gradient[i];
        }
        parameters.write(piece.at(), scratch.variable, piece.count());
    }

    private void readGradient(Piece piece, Scratch scratch) {
        parameters.read(piece.at(), scratch.variable, piece.count());
        gradients.read(piece.at(), scratch.gradient, piece.count());
    }

    /** Parameters, and gradients of the batch's mean loss. */
    private void readMean(Piece piece, Scratch scratch, long batch) {
        readGradient(piece, scratch);
        float images = batch;
        for (int i = 0; i < piece.count(); i++) {
            scratch.gradient[i] /= images;
        }
        learning.get(piece.slice()).penalty().addTo(scratch.gradient, scratch.variable, piece.count());
    }

    /** Adds up; when the update is due, leaves the mean where the gradients are and begins again. */
    private void accumulate(NativeFloats kept, Piece piece, Scratch scratch, long batch, boolean due) {
        readMean(piece, scratch, batch);
        float batches = rule.accumulation();
        float[] gradient = scratch.gradient;
        float[] sum = scratch.variable;
        kept.read(piece.kept(), sum, piece.count());
        for (int i = 0; i < piece.count(); i++) {
            sum[i] = gradient[i] + sum[i];
            gradient[i] = sum[i] / batches;
        }
        if (due) {
            gradients.write(piece.at(), gradient, piece.count());
            Arrays.fill(sum, 0);
        }
        kept.write(piece.kept(), sum, piece.count());
    }

    private void update(PieceWork.Action read, long number, double rate) {
        GradientScale[] scales = scales(read);
        learningPieces.forEach((piece, scratch) -> {
            read.apply(piece, scratch);
            scales[piece.slice()].apply(scratch.gradient, piece.count());
            move(piece, scratch, number, rate);
        });
    }

    private void move(Piece piece, Scratch scratch, long number, double rate) {
        ParameterSlice slice = learning.get(piece.slice());
        float[] variable = scratch.variable;
        float sliceRate = (float) (rate * slice.rateFactor());
        float decay = (float) rule.optimizer().decay(slice.kernel());
        for (int i = 0; i < piece.count() && decay != 0; i++) {
            variable[i] -= variable[i] * decay * sliceRate;
        }
        for (int i = 0; i < statistics.length; i++) {
            statistics[i].read(piece.kept(), scratch.statistics[i], piece.count());
        }
        formula.apply(variable, scratch.gradient, scratch.statistics, piece.count(), sliceRate, number);
        for (int i = 0; i < statistics.length; i++) {
            statistics[i].write(piece.kept(), scratch.statistics[i], piece.count());
        }
        parameters.write(piece.at(), variable, piece.count());
    }

    /** How each slice's gradient is clipped. */
    private GradientScale[] scales(PieceWork.Action read) {
        GradientScale[] scales = new GradientScale[learning.size()];
        if (rule.clipping() instanceof Clipping.ByNorm norm) {
            double[] sums = sumsOfSquares(read);
            Arrays.setAll(scales, i -> GradientScale.byNorm(norm.limit(), sums[i]));
        } else if (rule.clipping() instanceof Clipping.ByGlobalNorm norm) {
            double sum = Arrays.stream(sumsOfSquares(read)).sum();
            Arrays.fill(scales, GradientScale.byGlobalNorm(norm.limit(), sum));
        } else {
            Arrays.fill(scales, GradientScale.withoutNorm(rule.clipping()));
        }
        return scales;
    }

    /** Of each slice's gradient. Pieces are added in their order, so that the sum is the same for any number of threads. */
    private double[] sumsOfSquares(PieceWork.Action read) {
        double[] ofPieces = new double[learningPieces.size()];
        learningPieces.forEach((piece, scratch) -> {
            read.apply(piece, scratch);
            double sum = 0;
            for (int i = 0; i < piece.count(); i++) {
                sum += (double) scratch.gradient[i] * scratch.gradient[i];
            }
            ofPieces[scratch.number] = sum;
        });
        double[] sums = new double[learning.size()];
        for (int i = 0; i < ofPieces.length; i++) {
            sums[learningPieces.get(i).slice()] += ofPieces[i];
        }
        return sums;
    }

    /** Whether no parameter is NaN or infinite, running statistics included. */
    public boolean parametersAreFinite() {
        return parameters.areFinite();
    }

    // ---- state

    /** All that it keeps between steps, and the parameters. */
    public Map<String, float[]> save() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        vectors().forEach((name, vector) -> arrays.put(name, vector.toArray()));
        return arrays;
    }

    /**
     * Takes over what {@link #save} gave.
     *
     * @throws GraftException if sizes differ; nothing has changed then
     */
    public void load(TrainingState state) {
        vectors().forEach((name, vector) -> {
            if (state.length(name) != vector.length()) {
                throw new GraftException("The training state has " + state.length(name) + " values of '" + name
                        + "', expected " + vector.length() + ". Start from another one.");
            }
        });
        float[] values = new float[Piece.LENGTH];
        vectors().forEach((name, vector) -> {
            for (int from = 0; from < vector.length(); from += Piece.LENGTH) {
                int count = (int) Math.min(Piece.LENGTH, vector.length() - from);
                state.read(name, from, values, count);
                vector.write(from, values, count);
            }
        });
    }

    private Map<String, NativeFloats> vectors() {
        Map<String, NativeFloats> vectors = new LinkedHashMap<>();
        vectors.put(PARAMETERS, parameters);
        for (int i = 0; i < statistics.length; i++) {
            vectors.put(STATISTICS + i, statistics[i]);
        }
        if (accumulated != null) {
            vectors.put(ACCUMULATED, accumulated);
        }
        return vectors;
    }

    /** Tells updates apart whose states do not fit each other; learning rates do not count. */
    public String signature() {
        return rule.withOptimizer(rule.optimizer().withLearningRate(1)) + ", " + layout.signature();
    }

    /** Frees the optimizer's statistics. Parameters and gradients are the caller's. */
    @Override
    public void close() {
        for (NativeFloats statistic : statistics) {
            statistic.close();
        }
        if (accumulated != null) {
            accumulated.close();
        }
    }
}
