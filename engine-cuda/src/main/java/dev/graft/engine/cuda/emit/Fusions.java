package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a program's instructions leave to their neighbours, so that a map is read and written once where it would be twice:
 *
 * <ul>
 *   <li>A bias in front of a normalization by the batch's statistics changes nothing but the batch's mean: it is added there. Its
 *       gradient is exactly 0, whatever rounding would leave of it.
 * <li>In single precision an activation that alone reads a normalization's result is part of the normalization, and its gradient of the
 *       normalization's, which computes that result again.
 *   <li>The gradient of a bias is added up where the gradient of the activation behind it is computed.
 *   <li>The gradient of a convolution's input, or of a global average, that is added to another gradient of the same value
 *       adds itself.
 *   <li>Both gradients of a product with a gate are computed together.
 * </ul>
 */
final class Fusions {
    private final ElementType maps;
    private final Map<Value, Parameter> parameters = new HashMap<>();
    private final Map<Value, Instruction> writers = new HashMap<>();
    private final Map<Value, List<Instruction>> readers = new HashMap<>();
    private final Set<Value> outputs;
    /** Results of convolutions without their biases, to the biases. */
    private final Map<Value, Value> biases = new HashMap<>();
    /** Results of normalizations that are not computed, to the activations that are. */
    private final Map<Value, Instruction> activations = new HashMap<>();
    /** Gradients of such results, which are not computed either, to the function. */
    private final Map<Value, Function> unactivated = new HashMap<>();
    /** Gradients of biases, by the gradients of activations that they are sums of. */
    private final Map<Value, Value> biasGradients = new HashMap<>();
    /** Gradients that add themselves to other gradients. */
    private final Map<Value, Value> added = new HashMap<>();

    /** @param maps what feature maps are made of */
    Fusions(Program program, ElementType maps) {
        this.maps = maps;
        this.outputs = new HashSet<>(program.outputs());
        outputs.addAll(program.gradients().values());
        program.parameters().forEach(parameter -> parameters.put(parameter.value(), parameter));
        for (Instruction instruction : program.instructions()) {
            instruction.outputs().forEach(value -> writers.put(value, instruction));
            instruction
                    .inputs()
                    .forEach(value -> readers.computeIfAbsent(value, unknown -> new ArrayList<>())
                            .add(instruction));
        }
        program.instructions().forEach(this::find);
    }

    private void find(Instruction instruction) {
        Operation operation = instruction.operation();
        if (operation instanceof Forward.BatchNormalization norm) {
            findBias(instruction);
            findActivation(instruction, norm.relu());
        } else if (operation instanceof Forward.RunningNormalization norm) {
            findActivation(instruction, norm.relu());
        } else if (operation instanceof Backward.ActivationGradient) {
            findBiasGradient(instruction);
        } else if (operation instanceof Backward.Accumulate) {
            findSum(instruction);
        }
    }

    private List<Instruction> readers(Value value) {
        return readers.getOrDefault(value, List.of());
    }

    private void findBias(Instruction normalization) {
        Value x = normalization.inputs().get(0);
        Instruction writer = writers.get(x);
        boolean alone = !outputs.contains(x)
                && readers(x).stream()
                        .allMatch(reader -> reader == normalization
                                || reader.operation() instanceof Backward.BatchNormalizationGradient
                                        && reader.forward()
                                                .filter(normalization.output()::equals)
                                                .isPresent());
        if (alone
                && writer != null
                && writer.operation() instanceof Forward.Convolution convolution
                && convolution.bias()
                && convolution.postOperations().isEmpty()
                && moves(writer.inputs().get(2))
                && readers(writer.inputs().get(2)).size() == 1) {
            biases.put(x, writer.inputs().get(2));
        }
    }

    private void findBiasGradient(Instruction activation) {
        for (Instruction reader : readers(activation.output())) {
            boolean bias =
                    reader.operation() instanceof Backward.ConvolutionWeightsGradient convolution && convolution.bias()
                            || reader.operation() instanceof Backward.DenseWeightsGradient dense && dense.bias();
            if (bias && reader.inputs().get(1).equals(activation.output())) {
                biasGradients.put(activation.output(), reader.outputs().get(1));
            }
        }
    }

    private boolean moves(Value value) {
        Parameter parameter = parameters.get(value);
        return parameter != null && parameter.role() != Parameter.Role.FIXED;
    }

    private void findActivation(Instruction normalization, boolean relu) {
        Value y = normalization.output();
        // In bfloat16 EfficientNetB0's gradients turn four times as far from exact ones with this as without.
        if (relu || maps != ElementType.F32 || outputs.contains(y)) {
            return;
        }
        List<Instruction> forward = readers(y).stream()
                .filter(reader -> reader.operation() instanceof Forward)
                .toList();
        if (forward.size() != 1 || !(forward.get(0).operation() instanceof Forward.Activate activate)) {
            return;
        }
        Instruction activation = forward.get(0);
        List<Instruction> gradients = new ArrayList<>();
        for (Instruction reader : concat(readers(y), readers(activation.output()))) {
            if (reader.operation() instanceof Backward.ActivationGradient
                    && reader.forward().filter(activation.output()::equals).isPresent()) {
                gradients.add(reader);
            } else if (reader != activation && readers(y).contains(reader)) {
                return;
            }
        }
        for (Instruction gradient : gradients) {
            List<Instruction> next = readers(gradient.output());
            if (next.size() != 1 || !isGradientOf(normalization, next.get(0))) {
                return;
            }
        }
        activations.put(y, activation);
        gradients.forEach(gradient -> unactivated.put(gradient.output(), activate.function()));
    }

    private static List<Instruction> concat(List<Instruction> one, List<Instruction> other) {
        List<Instruction> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static boolean isGradientOf(Instruction normalization, Instruction reader) {
        boolean gradient = reader.operation() instanceof Backward.BatchNormalizationGradient
                || reader.operation() instanceof Backward.RunningNormalizationGradient;
        return gradient
                && reader.forward().filter(normalization.output()::equals).isPresent();
    }

    private void findSum(Instruction sum) {
        Value before = sum.inputs().get(0);
        Value last = sum.inputs().get(1);
        Instruction writer = writers.get(last);
        boolean own = writer != null
                && addsItself(writer.operation())
                && readers(last).size() == 1;
        if (own && sum.inputs().size() == 2 && readers(before).size() == 1 && !outputs.contains(before)) {
            added.put(last, before);
        }
    }

    /** The instruction that writes a value. */
    Instruction writer(Value value) {
        return Lookup.in(writers, value, "instruction");
    }

    /** The instruction by which running statistics follow a batch's. */
    Optional<Instruction> follower(Value statistic) {
        return readers(statistic).stream()
                .filter(reader -> reader.operation() instanceof Forward.UpdateStatistics)
                .findFirst();
    }

    /** What a normalization normalizes whose batch mean this is. */
    Optional<Value> normalizedBy(Value mean) {
        return Optional.ofNullable(writers.get(mean))
                .map(writer -> writer.inputs().get(0));
    }

    private static boolean addsItself(Operation operation) {
        return operation instanceof Backward.GlobalAveragePoolingGradient
                || operation instanceof Backward.ConvolutionDataGradient gradient && !gradient.depthwise();
    }

    /** The other gradient of a product. */
    Optional<Instruction> mapGradient(Instruction gateGradient) {
        return readers(gateGradient.inputs().get(1)).stream()
                .filter(reader -> reader.operation() instanceof Backward.MultiplyMapGradient
                        && reader.forward().equals(gateGradient.forward()))
                .findFirst();
    }

    /** Whether a convolution leaves its bias to the normalization that reads its result. */
    boolean leavesBias(Value result) {
        return biases.containsKey(result);
    }

    /** The bias that a normalization's input lacks. */
    Optional<Value> bias(Value input) {
        return Optional.ofNullable(biases.get(input));
    }

    /** The activation that a normalization does along. */
    Optional<Instruction> activation(Value result) {
        return Optional.ofNullable(activations.get(result));
    }

    /** Whether an activation is done by the normalization in front of it. */
    boolean isDone(Instruction activation) {
        return activations.get(activation.inputs().get(0)) == activation;
    }

    /** The function whose gradient is left to the normalization's. */
    Optional<Function> unactivated(Value gradient) {
        return Optional.ofNullable(unactivated.get(gradient));
    }

    /** The gradient of the bias in front of an activation, which is the sum of the activation's. */
    Optional<Value> biasGradient(Value gradient) {
        return Optional.ofNullable(biasGradients.get(gradient));
    }

    /** What a gradient adds itself to. */
    Optional<Value> addedTo(Value gradient) {
        return Optional.ofNullable(added.get(gradient));
    }
}
