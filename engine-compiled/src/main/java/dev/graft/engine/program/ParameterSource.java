package dev.graft.engine.program;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** Where the numbers of a parameter come from. */
public sealed interface ParameterSource permits StoredParameter, DerivedParameter {
    /** The numbers as they are in a network now, in the value's plain order. */
    float[] read(ComputationGraph graph);
}
