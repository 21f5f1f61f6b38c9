package dev.graft.engine.cpu;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.EngineProvider;
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
        return new CpuEngine(options);
    }
}
