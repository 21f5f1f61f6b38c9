package dev.graft.engine.cpu;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.EngineProvider;
import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;

/** Offers the compiled engine. */
public final class CpuEngineProvider implements EngineProvider {
    @Override
    public String id() {
        return CpuEngine.ID;
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Availability probe() {
        try {
            cpu_isa instructions = OneDnn.instructions();
            return instructions.value >= cpu_isa.avx2.value
                    ? Availability.yes(OneDnn.describe())
                    : Availability.no("oneDNN is fast on processors with AVX2 only and finds " + instructions);
        } catch (Throwable e) {
            return Availability.no("oneDNN's native library does not load (" + root(e)
                    + "). The artifact org.bytedeco:dnnl with the classifier of this platform must be present");
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    @Override
    public Engine create(EngineOptions options) {
        if (options.precision() == Precision.TF32) {
            throw new GraftException("The engine cpu computes in " + Precision.F32 + " and " + Precision.BF16
                    + " only, found " + Precision.TF32 + ". Choose the engine cuda, or " + Precision.F32 + ".");
        }
        requireFast(options.precision(), OneDnn.instructions());
        return new CpuEngine(options);
    }

    /** oneDNN computes bfloat16 on processors without instructions for it, too, but slower than single precision. */
    static void requireFast(Precision precision, cpu_isa instructions) {
        int needed = cpu_isa.avx512_core_bf16.value;
        if (precision == Precision.BF16 && (instructions.value & needed) != needed) {
            throw new GraftException("The engine cpu computes in " + Precision.BF16
                    + " on processors with AVX512_BF16 or AMX only, found " + instructions + ". Choose " + Precision.F32
                    + ".");
        }
    }
}
