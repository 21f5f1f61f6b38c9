package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.ParameterSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parameters that a session's plans read and nobody moves, each in memory of its own. */
public final class Constants {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Function<ParameterSource, float[]> read;

    /** @param read gives a parameter's values in plain order */
    public Constants(Function<ParameterSource, float[]> read) {
        this.read = read;
    }

    private record Key(ParameterSource source, ElementType type, KernelOrder order) {}

    private record Entry(Segment segment, Parameter parameter, KernelOrder order, ElementType type) {}

    Buffer get(Parameter parameter, ElementType type, KernelOrder order) {
        long count = parameter.value().elements();
        Entry entry = entries.computeIfAbsent(
                new Key(parameter.source(), type, order),
                key -> new Entry(
                        new Segment(
                                "constant " + entries.size() + " "
                                        + parameter.value().name(),
                                Owner.SESSION,
                                count * type.bytes()),
                        parameter,
                        order,
                        type));
        return new Buffer(entry.segment.name(), 0, type, count);
    }

    /** Memory of all so far. */
    public List<Segment> segments() {
        return new ArrayList<>(entries.values().stream().map(Entry::segment).toList());
    }

    /** Gets constants. */
    public interface Visitor {
        /** @param values in the device's order, to be narrowed where the type is narrower */
        void visit(Segment segment, ElementType type, float[] values);
    }

    /** Those from a number on, in the order of {@link #segments()}. */
    public void forEachFrom(int first, Visitor visitor) {
        entries.values().stream().skip(first).forEach(entry -> {
            float[] plain = read.apply(entry.parameter.source());
            float[] ordered =
                    entry.order.toDevice(plain, entry.parameter.value().dimensions());
            visitor.visit(entry.segment, entry.type, ordered);
        });
    }
}
