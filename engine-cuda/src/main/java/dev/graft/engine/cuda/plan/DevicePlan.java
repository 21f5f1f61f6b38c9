package dev.graft.engine.cuda.plan;

import dev.graft.engine.compiled.PlannedOperation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a device does in a step, for one batch size. Immutable.
 *
 * @param batch number of images
 * @param segments all that commands touch
 * @param steps in order
 * @param inputs filled before each run: the callers' arrays in their order, then labels and image weights of a training
 * @param outputs read after each run, in the order of the program's outputs
 * @param tables what kernels look up
 * @param operations what steps belong to, for people
 */
public record DevicePlan(
        int batch,
        List<Segment> segments,
        List<Step> steps,
        List<Buffer> inputs,
        List<Buffer> outputs,
        List<Table> tables,
        List<PlannedOperation> operations) {
    /**
     * A command and what it is for.
     *
     * @param operation position in {@link DevicePlan#operations()}
     */
    public record Step(Command command, int operation) {}

    /**
     * @throws IllegalArgumentException if two segments share a name, a buffer lies in none or beyond its end, or a step belongs
     *     to no operation
     */
    public DevicePlan {
        segments = List.copyOf(segments);
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tables = List.copyOf(tables);
        operations = List.copyOf(operations);
        Map<String, Segment> named = new HashMap<>();
        for (Segment segment : segments) {
            if (named.put(segment.name(), segment) != null) {
                throw new IllegalArgumentException("Two segments are called " + segment.name());
            }
        }
        inputs.forEach(buffer -> check(buffer, named));
        outputs.forEach(buffer -> check(buffer, named));
        tables.forEach(table -> check(table.place(), named));
        for (Step step : steps) {
            buffers(step.command()).forEach(buffer -> check(buffer, named));
            if (step.operation() < 0 || step.operation() >= operations.size()) {
                throw new IllegalArgumentException("There is no operation " + step.operation());
            }
        }
    }

    private static void check(Buffer buffer, Map<String, Segment> named) {
        Segment segment = named.get(buffer.segment());
        if (segment == null || buffer.offset() + buffer.bytes() > segment.bytes()) {
            throw new IllegalArgumentException(buffer + " does not lie in " + segment);
        }
    }

    /** Some of the commands, as a part of a step: all memory outlives it, for other parts go on with what lies there. */
    public DevicePlan only(List<Step> some) {
        List<Segment> kept = segments.stream()
                .map(segment -> new Segment(segment.name(), Segment.Owner.SESSION, segment.bytes()))
                .toList();
        return new DevicePlan(batch, kept, some, inputs, outputs, tables, operations);
    }

    /** All that a command reads or writes. */
    public static List<Buffer> buffers(Command command) {
        if (command instanceof Command.KernelLaunch launch) {
            return launch.arguments().stream()
                    .filter(Buffer.class::isInstance)
                    .map(Buffer.class::cast)
                    .toList();
        } else if (command instanceof Command.Convolution convolution) {
            return List.of(convolution.x(), convolution.kernel(), convolution.y());
        }
        Command.Copy copy = (Command.Copy) command;
        return List.of(copy.from(), copy.to());
    }

    /** Memory of segments that this plan owns, in bytes. */
    public long bytes() {
        return segments.stream()
                .filter(segment -> segment.owner() == Segment.Owner.PLAN)
                .mapToLong(Segment::bytes)
                .sum();
    }
}
