package dev.graft.engine.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.cuda.device.KernelSource;

/** Engines on simulated devices. */
final class Simulation {
    private static final HostKernels KERNELS = HostKernels.optimized(KernelSource.bundled());

    private Simulation() {}

    static SimulatedDevice device(boolean careful) {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        return new SimulatedDevice(KERNELS, careful);
    }

    /** One that looks at every byte: for small networks. */
    static CudaEngine engine(Precision precision) {
        return new CudaEngine(new EngineOptions(1, precision), device(true));
    }

    /** One that only looks whether what is read was written: for large ones. */
    static CudaEngine fast(Precision precision) {
        return new CudaEngine(new EngineOptions(1, precision), device(false));
    }
}
