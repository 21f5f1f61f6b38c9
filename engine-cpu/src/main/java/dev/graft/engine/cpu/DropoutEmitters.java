package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.layer.DropoutMask;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** Dropout with the masks of {@link dev.graft.layer.SeededDropout}, kept from the forward pass for the backward pass. */
final class DropoutEmitters {
    private DropoutEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(
                Forward.Dropout.class, (i, o, e) -> forward(i, new DropoutMask(o.rate(), o.seed()), o.perSample(), e));
        emitters.add(Backward.DropoutGradient.class, (i, o, e) -> backward(i, e));
    }

    private static void forward(Instruction instruction, DropoutMask dropout, boolean perSample, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x, e.preferred(x));
        Slot mask = perSample ? perImage(x, dropout, e) : perValue(x, dropout, e);
        e.workspace(instruction.output(), mask);
        Slot result = e.write(instruction.output(), source.layout());
        ElementwiseEmitters.product(instruction.layer(), source, mask, result, e);
    }

    private static Slot perValue(Value x, DropoutMask dropout, Emission e) {
        Slot drawn = e.temporary(x.name(), e.plain(x));
        int count = Math.toIntExact(e.batch() * x.elements());
        e.plan().call(List.of(), List.of(drawn), binding -> {
            FloatPointer memory = new FloatPointer(drawn.address());
            float[] factors = new float[count];
            return batch -> {
                dropout.fill(factors, count, batch.iteration(), 0);
                memory.put(factors, 0, count);
            };
        });
        memory.desc wanted = e.preferred(x);
        if (drawn.layout().equals(wanted)) {
            return drawn;
        }
        Slot mask = e.temporary(x.name(), wanted);
        e.reorder(x.name(), drawn, mask);
        return mask;
    }

    /** One factor for each channel of each image: oneDNN spreads those over maps fast, one for each image it does not. */
    private static Slot perImage(Value x, DropoutMask dropout, Emission e) {
        long[] dimensions = e.dimensions(x);
        Arrays.fill(dimensions, 2, dimensions.length, 1);
        memory.desc layout = dimensions.length == 4 ? e.layout(e.mapTag(x), dimensions) : e.plain(dimensions);
        Slot single = e.temporary(x.name(), layout);
        int images = e.batch();
        int each = Math.toIntExact(single.bytes() / Float.BYTES / images);
        e.plan().call(List.of(), List.of(single), binding -> {
            FloatPointer memory = new FloatPointer(single.address());
            float[] drawn = new float[images];
            float[] factors = new float[images * each];
            return batch -> {
                dropout.fill(drawn, images, batch.iteration(), 0);
                for (int image = 0; image < images; image++) {
                    Arrays.fill(factors, image * each, (image + 1) * each, drawn[image]);
                }
                memory.put(factors, 0, factors.length);
            };
        });
        if (e.type(x).value == memory.data_type.f32.value) {
            return single;
        }
        Slot mask = e.temporary(x.name(), e.layout(e.mapTag(x), e.type(x), dimensions));
        e.reorder(x.name(), single, mask);
        return mask;
    }

    private static void backward(Instruction instruction, Emission e) {
        Value dy = instruction.inputs().get(0);
        Slot mask = e.workspace(instruction.forward().orElseThrow());
        Slot source = e.read(dy, e.preferred(dy));
        Slot result = e.write(instruction.output(), source.layout());
        ElementwiseEmitters.product(instruction.layer(), source, mask, result, e);
    }
}
