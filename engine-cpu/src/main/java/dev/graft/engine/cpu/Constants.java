package dev.graft.engine.cpu;

import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.ParameterSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Parameters that never change, in the layouts that primitives want; all plans of a session share them. */
final class Constants implements AutoCloseable {
    private final OneDnn dnn;
    private final ComputationGraph graph;
    private final Map<ParameterSource, List<Slot>> slots = new HashMap<>();
    private final List<NativeMemory> blocks = new ArrayList<>();
    private final NativeScope handles = new NativeScope();

    /** @param graph what parameters come from; not changed here, nor by others */
    Constants(OneDnn dnn, ComputationGraph graph) {
        this.dnn = dnn;
        this.graph = graph;
    }

    /** See {@link ParameterMemory#constant}. */
    Slot get(Parameter parameter, memory.desc plain, memory.desc wanted) {
        List<Slot> known = slots.computeIfAbsent(parameter.source(), source -> new ArrayList<>());
        for (Slot slot : known) {
            if (slot.layout().equals(wanted)) {
                return slot;
            }
        }
        Slot slot = convert(parameter, plain, wanted);
        known.add(slot);
        return slot;
    }

    private Slot convert(Parameter parameter, memory.desc plain, memory.desc wanted) {
        // The layout outlives the plan that asked first.
        memory.desc layout = handles.own(new memory.desc(wanted));
        NativeMemory target = new NativeMemory(layout.get_size());
        blocks.add(target);
        float[] values = parameter.source().read(graph);
        if (plain.equals(wanted)) {
            new FloatPointer(target.at(0)).put(values, 0, values.length);
        } else {
            try (NativeMemory source = new NativeMemory(plain.get_size());
                    NativeScope temporary = new NativeScope()) {
                new FloatPointer(source.at(0)).put(values, 0, values.length);
                memory from = temporary.own(new memory(plain, dnn.device(), source.at(0)));
                memory to = temporary.own(new memory(layout, dnn.device(), target.at(0)));
                temporary.own(new reorder(from, to)).execute(dnn.stream(), from, to);
                dnn.stream()._wait();
            }
        }
        return Slot.at(parameter.value().name(), layout, target.at(0));
    }

    @Override
    public void close() {
        handles.close();
        blocks.forEach(NativeMemory::close);
        blocks.clear();
        slots.clear();
    }
}
