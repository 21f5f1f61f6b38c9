package dev.graft.engine.program;

import dev.graft.engine.program.StoredParameter.Layout;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/** Gives the layers of a network their parameters in a program. */
final class LoweredParameters {
    private final ComputationGraph graph;
    private final LayerRoles roles;
    private final ProgramBuilder builder;

    LoweredParameters(ComputationGraph graph, LayerRoles roles, ProgramBuilder builder) {
        this.graph = graph;
        this.roles = roles;
        this.builder = builder;
    }

    /** A kernel. */
    Value kernel(String layer, Layout layout) {
        StoredParameter source = new StoredParameter(layer, "W", layout);
        return builder.parameter(source.name(), roles.ofWeights(layer), source, source.dimensions(graph));
    }

    /** A bias, gamma or beta. */
    Value vector(String layer, String key) {
        return vector(layer, key, roles.ofWeights(layer));
    }

    /** Mean or variance of a batch normalization. */
    Value statistics(String layer, String key) {
        return vector(layer, key, roles.ofStatistics(layer));
    }

    private Value vector(String layer, String key, Parameter.Role role) {
        StoredParameter source = new StoredParameter(layer, key, Layout.PLAIN);
        return builder.parameter(source.name(), role, source, source.dimensions(graph));
    }

    /** A constant vector. */
    Value constant(String name, ParameterSource source, int length) {
        return builder.parameter(name, Parameter.Role.FIXED, source, List.of(length));
    }

    /** {@code gamma / sqrt(variance + epsilon)} of a batch normalization whose parameters are constant. */
    static ParameterSource normScale(String layer, double epsilon, boolean scale) {
        ParameterSource inverse = new DerivedParameter.InverseDeviation(
                stored(layer, BatchNormalizationParamInitializer.GLOBAL_VAR), epsilon, 0);
        return scale ? times(inverse, stored(layer, BatchNormalizationParamInitializer.GAMMA)) : inverse;
    }

    /** {@code beta - mean * scale} of the same. */
    static ParameterSource normShift(String layer, ParameterSource scale) {
        return minus(
                stored(layer, BatchNormalizationParamInitializer.BETA),
                times(stored(layer, BatchNormalizationParamInitializer.GLOBAL_MEAN), scale));
    }

    static ParameterSource stored(String layer, String key) {
        return new StoredParameter(layer, key, Layout.PLAIN);
    }

    static ParameterSource times(ParameterSource left, ParameterSource right) {
        return new DerivedParameter.Combined(left, DerivedParameter.Operator.TIMES, right);
    }

    static ParameterSource plus(ParameterSource left, ParameterSource right) {
        return new DerivedParameter.Combined(left, DerivedParameter.Operator.PLUS, right);
    }

    static ParameterSource minus(ParameterSource left, ParameterSource right) {
        return new DerivedParameter.Combined(left, DerivedParameter.Operator.MINUS, right);
    }
}
