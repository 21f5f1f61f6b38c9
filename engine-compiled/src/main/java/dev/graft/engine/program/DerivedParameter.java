package dev.graft.engine.program;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A constant that is computed from a network's parameters, in double precision, and rounded once. */
public sealed interface DerivedParameter extends ParameterSource {
    /** Before it is rounded. */
    double[] compute(ComputationGraph graph);

    @Override
    default float[] read(ComputationGraph graph) {
        double[] exact = compute(graph);
        float[] rounded = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            rounded[i] = (float) exact[i];
        }
        return rounded;
    }

    /** Of any source. */
    static double[] exact(ParameterSource source, ComputationGraph graph) {
        if (source instanceof DerivedParameter derived) {
            return derived.compute(graph);
        }
        float[] stored = source.read(graph);
        double[] values = new double[stored.length];
        for (int i = 0; i < stored.length; i++) {
            values[i] = stored[i];
        }
        return values;
    }

    /** The same number everywhere. */
    record Uniform(double value, int count) implements DerivedParameter {
        @Override
        public double[] compute(ComputationGraph graph) {
            double[] values = new double[count];
            java.util.Arrays.fill(values, value);
            return values;
        }
    }

    /**
     * Element by element.
     *
     * @param left {@code [n]}
     * @param operator between both
     * @param right {@code [n]}
     */
    record Combined(ParameterSource left, Operator operator, ParameterSource right) implements DerivedParameter {
        @Override
        public double[] compute(ComputationGraph graph) {
            double[] a = exact(left, graph);
            double[] b = exact(right, graph);
            for (int i = 0; i < a.length; i++) {
                a[i] = operator.apply(a[i], b[i]);
            }
            return a;
        }
    }

    /** Arithmetic. */
    enum Operator {
        PLUS,
        MINUS,
        TIMES;

        double apply(double a, double b) {
            return switch (this) {
                case PLUS -> a + b;
                case MINUS -> a - b;
                case TIMES -> a * b;
            };
        }
    }

    /**
     * {@code 1 / sqrt(variance + epsilon)}, the root at least {@code smallest}.
     *
     * @param variance {@code [n]}
     */
    record InverseDeviation(ParameterSource variance, double epsilon, double smallest) implements DerivedParameter {
        @Override
        public double[] compute(ComputationGraph graph) {
            double[] values = exact(variance, graph);
            for (int i = 0; i < values.length; i++) {
                values[i] = 1 / Math.max(Math.sqrt(values[i] + epsilon), smallest);
            }
            return values;
        }
    }

    /**
     * A kernel whose outputs are scaled.
     *
     * @param kernel {@code [out, ...]}
     * @param scale {@code [out]}
     */
    record ScaledKernel(ParameterSource kernel, ParameterSource scale) implements DerivedParameter {
        @Override
        public double[] compute(ComputationGraph graph) {
            double[] values = exact(kernel, graph);
            double[] factors = exact(scale, graph);
            int each = values.length / factors.length;
            for (int i = 0; i < values.length; i++) {
                values[i] *= factors[i / each];
            }
            return values;
        }
    }
}
