package dev.graft.engine.cuda;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.EngineProvider;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import dev.graft.engine.cuda.nvidia.Installation;
import dev.graft.error.GraftException;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Offers the engine for NVIDIA's GPUs. On a machine without a driver it looks at a few files and loads nothing. */
public final class CudaEngineProvider implements EngineProvider {
    private final Supplier<CudaLibraries> libraries;

    /** With the libraries of this machine. */
    public CudaEngineProvider() {
        this(CudaLibraries::ofMachine);
    }

    CudaEngineProvider(Supplier<CudaLibraries> libraries) {
        this.libraries = libraries;
    }

    @Override
    public String id() {
        return CudaEngine.ID;
    }

    @Override
    public int priority() {
        // Below the processor's as long as no GPU has run it: nobody is to get its numbers without having asked.
        return 5;
    }

    @Override
    public Availability probe() {
        try {
            return Availability.yes(installation().describe());
        } catch (GraftException e) {
            return Availability.no(e.getMessage().replaceFirst("\\.$", ""));
        } catch (RuntimeException | LinkageError e) {
            // A driver that lacks a function, say.
            return Availability.no("NVIDIA's libraries cannot be used ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "). See docs/gpu.md");
        }
    }

    private Installation installation() {
        return Installation.find(libraries.get());
    }

    @Override
    public OptionalInt devices() {
        return OptionalInt.of(installation().counted());
    }

    /** @throws GraftException if the GPU does not exist or does not compute in the precision */
    @Override
    public Engine create(EngineOptions options) {
        return new CudaEngine(options, installation().open(options.device(), options.precision()));
    }
}
