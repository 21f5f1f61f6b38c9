package dev.graft.engine.cuda;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.plan.DevicePlan;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A device that runs other plans than it is given. */
record MutatingDevice(Device inner, UnaryOperator<DevicePlan> mutation) implements Device {
    @Override
    public String describe() {
        return inner.describe();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        return inner.allocate(bytes);
    }

    @Override
    public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
        return inner.prepare(mutation.apply(plan), memory);
    }

    @Override
    public void close() {
        inner.close();
    }
}
