package dev.graft.engine.dl4j;

import dev.graft.engine.TrainingState;
import dev.graft.engine.dl4j.ParameterSlice.Kind;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.DecayScope;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * From gradients to parameters, in place of DL4J's updaters: those differ from Keras's formulas, take running statistics
 * for gradients, and cannot accumulate.
 *
 * <p>It goes over the parameters piece by piece in Java's arrays: the arithmetic is then fixed to the last bit, whatever
 * the number of threads, and needs no memory beyond the optimizer's statistics.
 */
final class ParameterUpdate {
    private static final String PARAMETERS = "parameters";
    private static final String ACCUMULATED = "accumulated gradients";
    private static final String STATISTICS = "optimizer statistics ";

    private final ComputationGraph graph;
    private final ParameterLayout layout;
    private final UpdateRule rule;
    private final UpdateFormula formula;
    private final List<ParameterSlice> learning;
    private final List<ParameterSlice> running;
    private final NativeFloats parameters;
    private final NativeFloats gradients;
    private final NativeFloats[] statistics;
    private final NativeFloats accumulated;
    private final List<Penalty> penalties;
    private final float[] variable = new float[NativeFloats.PIECE];
    private final float[] gradient = new float[NativeFloats.PIECE];
    private final float[][] statistic;

    ParameterUpdate(ComputationGraph graph, ParameterLayout layout, UpdateRule rule) {
        this.graph = graph;
        this.layout = layout;
        this.rule = rule;
        this.formula = UpdateFormula.of(rule.optimizer());
        this.learning = layout.of(Kind.LEARNS);
        this.running = layout.of(Kind.STATISTICS);
        graph.initGradientsView();
        this.parameters = new NativeFloats(graph.params());
        this.gradients = new NativeFloats(graph.getGradientsViewArray());
        this.statistics = new NativeFloats[formula.statistics()];
        this.statistic = new float[statistics.length][NativeFloats.PIECE];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = NativeFloats.zeros(layout.learning());
        }
        this.accumulated = rule.accumulation() == 1 ? null : NativeFloats.zeros(layout.learning());
        this.penalties = penalties();
    }

    UpdateRule rule() {
        return rule;
    }

    /**
     * Uses up the gradients that the graph holds.
     *
     * @param batch number of images they are the sum over
     * @param step number of this batch, from 1 on
     * @param rate learning rate
     */
    void apply(long batch, long step, double rate) {
        running.forEach(this::follow);
        gradients.array().divi(batch);
        penalties.forEach(Penalty::apply);
        if (rule.accumulation() > 1) {
            boolean due = step % rule.accumulation() == 0;
            learning.forEach(slice -> accumulate(slice, due));
            if (!due) {
                return;
            }
        }
        update(step / rule.accumulation(), rate);
        graph.applyConstraints(Math.toIntExact(step), 0);
    }

    /** What acts on a piece of a slice. */
    private interface OnPiece {
        /**
         * @param at index of its first value in the vectors of all parameters
         * @param kept index of its first value in the vectors of learning ones
         */
        void apply(long at, long kept, int count);
    }

    private static void pieces(ParameterSlice slice, OnPiece action) {
        for (long done = 0; done < slice.length(); done += NativeFloats.PIECE) {
            int count = (int) Math.min(NativeFloats.PIECE, slice.length() - done);
            action.apply(slice.offset() + done, slice.statistics() + done, count);
        }
    }

    private void follow(ParameterSlice slice) {
        pieces(slice, (at, kept, count) -> {
            parameters.read(at, variable, count);
            gradients.read(at, gradient, count);
            for (int i = 0; i < count; i++) {
                variable[i] -= gradient[i];
            }
            parameters.write(at, variable, count);
        });
    }

    /** Adds up; when the update is due, leaves the mean where the gradients are and begins again. */
    private void accumulate(ParameterSlice slice, boolean due) {
        float batches = rule.accumulation();
        float[] sum = new float[NativeFloats.PIECE];
        pieces(slice, (at, kept, count) -> {
            gradients.read(at, gradient, count);
            accumulated.read(kept, sum, count);
            for (int i = 0; i < count; i++) {
                sum[i] = gradient[i] + sum[i];
                gradient[i] = sum[i] / batches;
            }
            if (due) {
                gradients.write(at, gradient, count);
                java.util.Arrays.fill(sum, 0);
            }
            accumulated.write(kept, sum, count);
        });
    }

    private void update(long number, double rate) {
        GradientScale shared = sharedScale();
        for (ParameterSlice slice : learning) {
            GradientScale scale = rule.clipping() instanceof Clipping.ByNorm norm
                    ? GradientScale.byNorm(norm.limit(), sumOfSquares(slice))
                    : shared;
            float sliceRate = (float) (rate * slice.rateFactor());
            float decay = decay(slice);
            pieces(slice, (at, kept, count) -> {
                parameters.read(at, variable, count);
                gradients.read(at, gradient, count);
                scale.apply(gradient, count);
                for (int i = 0; i < count && decay != 0; i++) {
                    variable[i] -= variable[i] * decay * sliceRate;
                }
                for (int i = 0; i < statistics.length; i++) {
                    statistics[i].read(kept, statistic[i], count);
                }
                formula.apply(variable, gradient, statistic, count, sliceRate, number);
                for (int i = 0; i < statistics.length; i++) {
                    statistics[i].write(kept, statistic[i], count);
                }
                parameters.write(at, variable, count);
            });
        }
    }

    private float decay(ParameterSlice slice) {
        boolean decays =
                rule.optimizer() instanceof Optimizer.AdamW adam && (adam.scope() == DecayScope.ALL || slice.kernel());
        return decays ? (float) ((Optimizer.AdamW) rule.optimizer()).weightDecay() : 0;
    }

    private GradientScale sharedScale() {
        if (rule.clipping() instanceof Clipping.ByGlobalNorm norm) {
            double sum = learning.stream().mapToDouble(this::sumOfSquares).sum();
            return GradientScale.byGlobalNorm(norm.limit(), sum);
        }
        return GradientScale.withoutNorm(rule.clipping());
    }

    private double sumOfSquares(ParameterSlice slice) {
        double[] sum = {0};
        pieces(slice, (at, kept, count) -> {
            gradients.read(at, gradient, count);
            for (int i = 0; i < count; i++) {
                sum[0] += (double) gradient[i] * gradient[i];
            }
        });
        return sum[0];
    }

    /** A layer's L1 or L2 term: part of the loss, so part of the gradient, before anything is clipped. */
    private record Penalty(Regularization term, INDArray parameter, INDArray gradient) {
        void apply() {
            term.apply(parameter, gradient, 0, 0, 0);
        }
    }

    private List<Penalty> penalties() {
        List<Penalty> found = new ArrayList<>();
        for (ParameterSlice slice : learning) {
            int slash = slice.name().lastIndexOf('/');
            Layer layer = graph.getLayer(slice.name().substring(0, slash));
            List<Regularization> terms =
                    layer.getConfig().getRegularizationByParam(slice.name().substring(slash + 1));
            for (Regularization term : terms == null ? List.<Regularization>of() : terms) {
                found.add(new Penalty(term, part(parameters, slice), part(gradients, slice)));
            }
        }
        return found;
    }

    private static INDArray part(NativeFloats whole, ParameterSlice slice) {
        return whole.array()
                .reshape(whole.array().length())
                .get(NDArrayIndex.interval(slice.offset(), slice.offset() + slice.length()));
    }

    // ---- state

    /** All that it keeps between steps, and the parameters. */
    Map<String, float[]> save() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        vectors().forEach((name, vector) -> arrays.put(name, vector.toArray()));
        return arrays;
    }

    void load(TrainingState state) {
        vectors().forEach((name, vector) -> {
            if (state.length(name) != vector.array().length()) {
                throw new dev.graft.GraftException("The training state has " + state.length(name) + " values of '"
                        + name + "', expected " + vector.array().length() + ". Start from another one.");
            }
        });
        vectors().forEach((name, vector) -> {
            for (int from = 0; from < vector.array().length(); from += NativeFloats.PIECE) {
                int count = (int) Math.min(NativeFloats.PIECE, vector.array().length() - from);
                state.read(name, from, variable, count);
                vector.write(from, variable, count);
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
    String signature() {
        return rule.withOptimizer(rule.optimizer().withLearningRate(1)) + ", " + layout.signature();
    }
}
