package dev.graft.engine.cpu;

import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.ParameterSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Parameters that never change, in the layouts that primitives want; all plans of a session share them, and transformed kernels
 * all sessions of an engine.
 */
final class Constants implements AutoCloseable {
    private final OneDnn dnn;
    private final SharedKernels kernels;
    private final Function<ParameterSource, float[]> reader;
    private final Map<Form, List<Slot>> slots = new HashMap<>();
    private final List<NativeMemory> blocks = new ArrayList<>();
    private final List<SharedKernels.Use> uses = new ArrayList<>();
    private final NativeScope handles = new NativeScope();

    /**
     * None yet.
     *
     * @param kernels of the engine
     * @param reader gives a parameter's numbers; always the same
     */
    Constants(OneDnn dnn, SharedKernels kernels, Function<ParameterSource, float[]> reader) {
        this.dnn = dnn;
        this.kernels = kernels;
        this.reader = reader;
    }

    private record Form(ParameterSource source, KernelForm form) {}

    /** See {@link ParameterMemory#constant}. */
    Slot get(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted) {
        List<Slot> known = slots.computeIfAbsent(new Form(parameter.source(), form), key -> new ArrayList<>());
        for (Slot slot : known) {
            if (slot.layout().equals(wanted)) {
                return slot;
            }
        }
        Slot slot = convert(parameter, form, plain, wanted);
        known.add(slot);
        return slot;
    }

    private Slot convert(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted) {
        float[] values = reader.apply(parameter.source());
        if (form != KernelForm.PLAIN) {
            SharedKernels.Use use = kernels.use(values, form, plain, wanted);
            uses.add(use);
            return Slot.at(parameter.value().name(), use.layout(), use.address());
        }
        // The layout outlives the plan that asked first.
        memory.desc layout = handles.own(new memory.desc(wanted));
        NativeMemory target = new NativeMemory(layout.get_size());
        blocks.add(target);
        if (plain.equals(wanted)) {
            new FloatPointer(target.at(0)).put(values, 0, values.length);
        } else {
            reorder(values, plain, target, layout);
        }
        return Slot.at(parameter.value().name(), layout, target.at(0));
    }

    private void reorder(float[] values, memory.desc plain, NativeMemory target, memory.desc layout) {
        try (NativeMemory source = new NativeMemory(plain.get_size());
                NativeScope temporary = new NativeScope()) {
            new FloatPointer(source.at(0)).put(values, 0, values.length);
            memory from = temporary.own(new memory(plain, dnn.device(), source.at(0)));
            memory to = temporary.own(new memory(layout, dnn.device(), target.at(0)));
            temporary.own(new reorder(from, to)).execute(dnn.stream(), from, to);
            dnn.stream()._wait();
        }
    }

    @Override
    public void close() {
        uses.forEach(SharedKernels.Use::close);
        uses.clear();
        handles.close();
        blocks.forEach(NativeMemory::close);
        blocks.clear();
        slots.clear();
    }
}
