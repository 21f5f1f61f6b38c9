package dev.graft.engine.cpu;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;

/** An operation of a plan whose steps are not all known yet. */
final class OperationDraft {
    private final int number;
    private final Subject subject;
    private final Set<String> implementations = new LinkedHashSet<>();
    private final Map<Slot, Long> read = new IdentityHashMap<>();
    private final Map<Slot, Long> written = new IdentityHashMap<>();
    private int steps;

    OperationDraft(int number, Subject subject) {
        this.number = number;
        this.subject = subject;
    }

    int number() {
        return number;
    }

    /** A step of it. */
    void add(String implementation, Collection<Slot> reads, Collection<Slot> writes) {
        implementations.add(implementation);
        reads.forEach(slot -> read.merge(slot.root(), bytes(slot.layout()), Long::sum));
        writes.forEach(slot -> written.merge(slot.root(), bytes(slot.layout()), Long::sum));
        steps++;
    }

    PlannedOperation finished() {
        return new PlannedOperation(
                number,
                subject.phase(),
                subject.operation(),
                subject.layer(),
                subject.shape(),
                String.join(", ", implementations),
                steps,
                subject.flops(),
                once(read) + once(written));
    }

    /** Several steps of an operation that read the same memory need not have done so. */
    private static long once(Map<Slot, Long> moved) {
        return moved.entrySet().stream()
                .mapToLong(entry -> Math.min(entry.getValue(), entry.getKey().bytes()))
                .sum();
    }

    /** Of the values alone: the size of a part in memory would reach to the end of the whole. */
    private static long bytes(memory.desc layout) {
        long[] dimensions = new long[layout.get_ndims()];
        try (LongPointer values = layout.get_dims()) {
            values.get(dimensions);
        }
        long count = 1;
        for (long dimension : dimensions) {
            count *= dimension;
        }
        return count * memory.data_type_size(layout.get_data_type());
    }
}
