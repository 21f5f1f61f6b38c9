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

/** Parameters that never change, in the layouts that primitives want; all plans of a session share them. */
final class Constants implements AutoCloseable {
    private final OneDnn dnn;
    private final Function<ParameterSource, float[]> reader;
    private final Map<Form, List<Slot>> slots = new HashMap<>();
    private final List<NativeMemory> blocks = new ArrayList<>();
    private final NativeScope handles = new NativeScope();

    /** @param reader gives a parameter's numbers; always the same */
    Constants(OneDnn dnn, Function<ParameterSource, float[]> reader) {
        this.dnn = dnn;
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
        // The layout outlives the plan that asked first.
        memory.desc layout = handles.own(new memory.desc(wanted));
        NativeMemory target = new NativeMemory(layout.get_size());
        blocks.add(target);
        float[] values = reader.apply(parameter.source());
        if (form == KernelForm.PLAIN && plain.equals(wanted)) {
            new FloatPointer(target.at(0)).put(values, 0, values.length);
        } else {
            try (NativeMemory source = new NativeMemory(plain.get_size());
                    NativeScope temporary = new NativeScope()) {
                new FloatPointer(source.at(0)).put(values, 0, values.length);
                if (form == KernelForm.PLAIN) {
                    memory from = temporary.own(new memory(plain, dnn.device(), source.at(0)));
                    memory to = temporary.own(new memory(layout, dnn.device(), target.at(0)));
                    temporary.own(new reorder(from, to)).execute(dnn.stream(), from, to);
                    dnn.stream()._wait();
                } else {
                    new WinogradKernels(dnn, temporary, plain, form).convert(source.at(0), target.at(0), layout);
                }
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
