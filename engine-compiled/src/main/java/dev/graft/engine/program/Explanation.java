package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A program as text for people: one line for each instruction, and what it amounts to. */
public final class Explanation {
    private Explanation() {}

    /** Lines without line ends. */
    public static List<String> of(Program program) {
        return of(program, instruction -> Optional.empty());
    }

    /**
     * Lines without line ends.
     *
     * @param notes of an engine on how it computes an instruction
     */
    public static List<String> of(Program program, java.util.function.Function<Instruction, Optional<String>> notes) {
        List<String> lines = new ArrayList<>();
        program.inputs().forEach(input -> lines.add(value(input) + " <- " + input.name()));
        boolean backward = false;
        for (Instruction instruction : program.instructions()) {
            if (instruction.operation() instanceof Backward && !backward) {
                backward = true;
                lines.add("backward");
            }
            lines.add(line(instruction)
                    + notes.apply(instruction).map(note -> ", " + note).orElse(""));
        }
        lines.add("gives " + program.outputs().stream().map(Explanation::value).collect(Collectors.joining(", ")));
        lines.add(summary(program));
        return lines;
    }

    private static String line(Instruction instruction) {
        String outputs = instruction.outputs().stream().map(Explanation::value).collect(Collectors.joining(", "));
        String inputs =
                instruction.inputs().stream().map(Explanation::reference).collect(Collectors.joining(", "));
        return (outputs.isEmpty() ? "" : outputs + " = ") + describe(instruction.operation()) + "(" + inputs + ")  # "
                + instruction.layer();
    }

    private static String value(Value value) {
        return reference(value) + " "
                + (value.dimensions().isEmpty()
                        ? "1"
                        : value.dimensions().stream().map(String::valueOf).collect(Collectors.joining("x")));
    }

    /** Parameters have names that say more than their numbers. */
    private static String reference(Value value) {
        boolean parameter = value.kind() == Value.Kind.PARAMETER || value.kind() == Value.Kind.STATISTICS;
        return parameter ? value.name() : "%" + value.id();
    }

    private static String describe(Operation operation) {
        String name = operation.getClass().getSimpleName();
        if (operation instanceof Forward.Convolution convolution) {
            return (convolution.depthwise() ? "DepthwiseConvolution " : name + " ")
                    + convolution.window()
                    + describe(convolution.postOperations());
        } else if (operation instanceof Forward.Dense dense) {
            return name + describe(dense.postOperations());
        } else if (operation instanceof Forward.Add add) {
            return name + describe(add.postOperations());
        } else if (operation instanceof Forward.BatchNormalization norm) {
            return name + (norm.relu() ? " +relu" : "");
        } else if (operation instanceof Forward.RunningNormalization norm) {
            return name + (norm.relu() ? " +relu" : "");
        } else if (operation instanceof Forward.Activate activate) {
            return function(activate.function());
        } else if (operation instanceof Backward.ActivationGradient activation) {
            return function(activation.function()) + " gradient";
        } else if (operation instanceof Forward.MaxPooling pooling) {
            return name + " " + pooling.window();
        } else if (operation instanceof Forward.AveragePooling pooling) {
            return name + " " + pooling.window();
        } else if (operation instanceof Forward.Pad pad) {
            return name + " " + pad.margins();
        } else if (operation instanceof Forward.Dropout dropout) {
            return name + " " + dropout.rate() + (dropout.perSample() ? " of images" : "");
        }
        return name;
    }

    private static String describe(List<PostOperation> operations) {
        return operations.stream()
                .map(operation -> operation instanceof PostOperation.Activate activate
                        ? " +" + function(activate.function())
                        : " +add")
                .collect(Collectors.joining());
    }

    private static String function(Function function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    private static String summary(Program program) {
        long learning = program.parameters(Parameter.Role.LEARNS).stream()
                .mapToLong(parameter -> parameter.value().elements())
                .sum();
        long all = program.parameters().stream()
                .mapToLong(parameter -> parameter.value().elements())
                .sum();
        MemoryPlan plan = MemoryPlan.of(program, value -> value.kind().perImage() ? Float.BYTES * value.elements() : 0);
        return String.format(
                Locale.ROOT,
                "%d instructions, %,d multiplications an image, %,d parameters of which %,d learn, %,d bytes an image in single precision",
                program.instructions().size(),
                program.instructions().stream().mapToLong(Work::multiplications).sum(),
                all,
                learning,
                plan.size());
    }
}
