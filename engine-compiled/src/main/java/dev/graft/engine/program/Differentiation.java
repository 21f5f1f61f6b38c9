package dev.graft.engine.program;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reverse mode: appends to a forward program that ends in losses the instructions that compute the gradient of their sum
 * with respect to every parameter that learns. Nothing is computed for what depends on no such parameter.
 */
public final class Differentiation {
    private final Program forward;
    private final ProgramBuilder builder;
    private final Sensitivity sensitivity;
    private final GradientRules rules;
    /** What has reached a value so far, already added up. */
    private final Map<Value, Value> gradients = new HashMap<>();

    private Differentiation(Program forward) {
        this.forward = forward;
        this.builder = new ProgramBuilder(forward);
        this.sensitivity = new Sensitivity(forward);
        this.rules = new GradientRules(this);
    }

    /**
     * The program of a training step: forward, then backward.
     *
     * @param forward ends in the losses
     * @throws IllegalArgumentException if a fused activation's derivative would need a value that is not kept
     */
    public static Program of(Program forward) {
        return new Differentiation(forward).run();
    }

    private Program run() {
        List<Instruction> instructions = forward.instructions();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            Instruction instruction = instructions.get(i);
            if (!instruction.outputs().isEmpty() && sensitivity.of(instruction.output())) {
                rules.reverse(instruction, Optional.ofNullable(gradients.remove(instruction.output())));
            }
        }
        Map<Value, Value> learned = new LinkedHashMap<>();
        for (Parameter parameter : forward.parameters(Parameter.Role.LEARNS)) {
            Value gradient = gradients.get(parameter.value());
            if (gradient == null) {
                throw new IllegalArgumentException(parameter.value() + " learns, but no loss depends on it");
            }
            learned.put(parameter.value(), gradient);
        }
        return builder.build(forward.outputs(), learned);
    }

    /** Whether a gradient with respect to a value is of use. */
    boolean wanted(Value value) {
        return sensitivity.of(value);
    }

    /** Adds an instruction whose result is a gradient with respect to a value, and hands it to that value. */
    void contribute(Backward operation, Instruction of, Value to, Value... operands) {
        Value gradient = gradientOf(to);
        add(operation, of, List.of(operands), List.of(gradient));
        contribute(to, gradient);
    }

    /** A gradient reaches a value. */
    void contribute(Value to, Value gradient) {
        Value sofar = gradients.get(to);
        if (sofar == null) {
            gradients.put(to, gradient);
            return;
        }
        // At once, not when all are there: a gradient that waits is a map that takes memory.
        Value sum = gradientOf(to);
        builder.add(new Instruction(
                new Backward.Accumulate(), List.of(sofar, gradient), List.of(sum), to.name(), Optional.empty()));
        gradients.put(to, sum);
    }

    void add(Backward operation, Instruction of, List<Value> operands, List<Value> results) {
        builder.add(new Instruction(operation, operands, results, of.layer(), Optional.of(of.output())));
    }

    /** A new value to hold a gradient with respect to a value. */
    Value gradientOf(Value value) {
        Value.Kind kind = value.kind().perImage() ? Value.Kind.GRADIENT : Value.Kind.PARAMETER_GRADIENT;
        return builder.value("d " + value.name(), kind, value.dimensions());
    }
}
