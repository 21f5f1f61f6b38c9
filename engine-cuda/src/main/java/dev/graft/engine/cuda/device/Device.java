package dev.graft.engine.cuda.device;

import dev.graft.engine.cuda.plan.DevicePlan;
import java.util.Map;

/** Something that runs plans. To be used by one thread. */
public interface Device extends AutoCloseable {
    /** What it is, for people: for example {@code NVIDIA H200}. */
    String describe();

    /**
     * Takes memory, whose content is undefined.
     *
     * @throws dev.graft.error.GraftException if there is not enough
     */
    DeviceMemory allocate(long bytes);

    /**
     * Makes a plan runnable.
     *
     * @param memory of all its segments, by name; not freed with the executable
     * @throws dev.graft.error.GraftException if the device cannot run it
     */
    Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory);

    @Override
    void close();
}
