package dev.graft.engine.program;

import dev.graft.engine.program.Value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the parts of a program and hands out the ids of values. */
final class ProgramBuilder {
    private final List<Value> inputs = new ArrayList<>();
    private final Map<ParameterSource, Parameter> parameters = new LinkedHashMap<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private int nextId;

    /** Starts empty. */
    ProgramBuilder() {}

    /** Starts with all of a program but its outputs and gradients. */
    ProgramBuilder(Program program) {
        inputs.addAll(program.inputs());
        program.parameters().forEach(parameter -> parameters.put(parameter.source(), parameter));
        instructions.addAll(program.instructions());
        nextId = program.nextId();
    }

    Value value(String name, Kind kind, List<Integer> dimensions) {
        return new Value(nextId++, name, kind, dimensions);
    }

    Value input(String name, Kind kind, List<Integer> dimensions) {
        Value value = value(name, kind, dimensions);
        inputs.add(value);
        return value;
    }

    /** The parameter of a source; the same value for equal sources. */
    Value parameter(String name, Parameter.Role role, ParameterSource source, List<Integer> dimensions) {
        Parameter known = parameters.get(source);
        if (known == null) {
            Kind kind = role == Parameter.Role.STATISTICS ? Kind.STATISTICS : Kind.PARAMETER;
            known = new Parameter(value(name, kind, dimensions), role, source);
            parameters.put(source, known);
        }
        return known.value();
    }

    void add(Instruction instruction) {
        instructions.add(instruction);
    }

    void replaceInstructions(List<Instruction> others) {
        instructions.clear();
        instructions.addAll(others);
    }

    /** Adds an instruction with one output. */
    Value emit(Forward operation, String name, String layer, Value... operands) {
        return emit(operation, name, layer, List.of(operands));
    }

    /** Adds an instruction with one output. */
    Value emit(Forward operation, String name, String layer, List<Value> operands) {
        List<Integer> dimensions;
        try {
            dimensions = Shapes.of(operation, operands);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedVertexException(layer, String.valueOf(e.getMessage()));
        }
        Kind kind = operation instanceof Forward.SoftmaxCrossEntropy ? Kind.LOSS : Kind.ACTIVATION;
        Value output = value(name, kind, dimensions);
        add(Instruction.of(operation, operands, List.of(output), layer));
        return output;
    }

    /** The program so far. */
    Program build(List<Value> outputs, Map<Value, Value> gradients) {
        return new Program(inputs, List.copyOf(parameters.values()), instructions, outputs, gradients);
    }
}
