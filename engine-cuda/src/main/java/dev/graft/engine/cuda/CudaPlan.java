package dev.graft.engine.cuda;

import dev.graft.engine.compiled.CompiledPlan;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.Segment;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A plan with memory of its own, ready to run. */
final class CudaPlan implements CompiledPlan {
    private final DevicePlan plan;
    private final Map<String, DeviceMemory> own = new HashMap<>();
    private final Map<String, DeviceMemory> all;
    private final Executable executable;

    /** @param shared memory of the session */
    CudaPlan(Device device, DevicePlan plan, SessionMemory shared) {
        this.plan = plan;
        this.all = new HashMap<>();
        try {
            for (Segment segment : plan.segments()) {
                all.put(
                        segment.name(),
                        segment.owner() == Segment.Owner.PLAN ? own(device, segment) : shared.get(segment));
            }
            this.executable = device.prepare(plan, all);
        } catch (RuntimeException | Error e) {
            own.values().forEach(DeviceMemory::close);
            throw e;
        }
    }

    private DeviceMemory own(Device device, Segment segment) {
        DeviceMemory memory = device.allocate(segment.bytes());
        own.put(segment.name(), memory);
        memory.clear();
        return memory;
    }

    DevicePlan plan() {
        return plan;
    }

    /** Gives an input its values. */
    void input(int number, float[] values) {
        Buffer buffer = plan.inputs().get(number);
        if (values.length != buffer.count()) {
            throw new IllegalArgumentException(
                    "Input " + number + " takes " + buffer.count() + " values, found " + values.length);
        }
        memory(buffer).write(buffer.offset(), values);
    }

    void input(int number, INDArray array) {
        try (INDArray copy = array.dup('c')) {
            input(number, copy.data().asFloat());
        }
    }

    void run() {
        executable.run();
    }

    /** An output's values. */
    INDArray output(int number, long... shape) {
        Buffer buffer = plan.outputs().get(number);
        float[] values = new float[Math.toIntExact(buffer.count())];
        memory(buffer).read(buffer.offset(), values);
        return Nd4j.create(values, shape, 'c');
    }

    private DeviceMemory memory(Buffer buffer) {
        DeviceMemory memory = all.get(buffer.segment());
        if (memory == null) {
            throw new IllegalStateException("There is no memory for " + buffer);
        }
        return memory;
    }

    @Override
    public long bytes() {
        return plan.bytes();
    }

    @Override
    public void close() {
        executable.close();
        own.values().forEach(DeviceMemory::close);
    }
}
