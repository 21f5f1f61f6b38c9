package dev.graft.engine.program;

import dev.graft.error.Lookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link Merging} may ask about the program, and where it gets new parameters. */
final class MergeContext {
    private final Sensitivity sensitivity;
    private final ProgramBuilder builder;
    private final Map<Value, Parameter> parameters = new HashMap<>();

    MergeContext(Program program, ProgramBuilder builder) {
        this.sensitivity = new Sensitivity(program);
        this.builder = builder;
        program.parameters().forEach(parameter -> parameters.put(parameter.value(), parameter));
    }

    /** Whether gradients will flow through a value. */
    boolean learns(Value value) {
        return sensitivity.of(value);
    }

    /** Whether all are parameters that never change. */
    boolean constant(List<Value> values) {
        return values.stream()
                .allMatch(value ->
                        parameters.containsKey(value) && parameters.get(value).role() == Parameter.Role.FIXED);
    }

    ParameterSource source(Value parameter) {
        return Lookup.in(parameters, parameter, "parameter").source();
    }

    /** A new constant. */
    Value constant(String name, ParameterSource source, List<Integer> dimensions) {
        Value value = builder.parameter(name, Parameter.Role.FIXED, source, dimensions);
        parameters.put(value, new Parameter(value, Parameter.Role.FIXED, source));
        return value;
    }
}
