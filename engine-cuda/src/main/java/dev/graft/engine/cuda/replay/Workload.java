package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.Segment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A plan and all that it needs to be run without the network it comes from.
 *
 * @param name for people and for files
 * @param fillings of memory before the first run, in order
 * @param cells of a training
 */
public record Workload(String name, DevicePlan plan, List<Filling> fillings, Optional<Cells> cells) {
    /**
     * Numbers that change from step to step; the optimizer is Adam.
     *
     * @param step told: number of the step, from 0 on
     * @param numbers told: as {@link dev.graft.engine.cuda.emit.StepCells#numbers} has them
     * @param loss tells the mean loss
     * @param rate learning rate
     */
    public record Cells(Buffer step, Buffer numbers, Buffer loss, double rate, double beta1, double beta2) {}

    /** @throws IllegalArgumentException if a filling or a cell lies in no segment or beyond its end */
    public Workload {
        fillings = List.copyOf(fillings);
        Stream<Buffer> all = Stream.concat(
                fillings.stream().map(Filling::to), cells.stream().flatMap(c -> Stream.of(c.step, c.numbers, c.loss)));
        all.forEach(buffer -> {
            OptionalLong bytes = plan.segments().stream()
                    .filter(segment -> segment.name().equals(buffer.segment()))
                    .mapToLong(Segment::bytes)
                    .findFirst();
            if (bytes.isEmpty() || buffer.offset() + buffer.bytes() > bytes.getAsLong()) {
                throw new IllegalArgumentException(buffer + " lies in no segment");
            }
        });
    }
}
