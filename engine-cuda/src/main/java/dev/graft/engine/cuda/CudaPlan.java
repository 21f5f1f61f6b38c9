package dev.graft.engine.cuda;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.compiled.CompiledPlan;
import dev.graft.engine.compiled.PlainArrays;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Table;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A plan with memory of its own, ready to run. */
final class CudaPlan implements CompiledPlan {
    private final DevicePlan plan;
    private final Map<String, DeviceMemory> own = new HashMap<>();
    private final Map<String, DeviceMemory> all;
    private final Executable executable;

    /**
     * @param shared memory of the session
     * @throws dev.graft.engine.cuda.device.OutOfDeviceMemoryException if the device's memory is too small; says which batch fits
     */
    CudaPlan(Device device, DevicePlan plan, SessionMemory shared) {
        this.plan = plan;
        this.all = new HashMap<>();
        this.executable = prepare(device, shared);
    }

    private Executable prepare(Device device, SessionMemory shared) {
        try {
            for (Segment segment : plan.segments()) {
                if (segment.owner() == Segment.Owner.PLAN) {
                    DeviceMemory memory = device.allocate(segment.bytes());
                    own.put(segment.name(), memory);
                    memory.clear();
                    all.put(segment.name(), memory);
                } else {
                    all.put(segment.name(), shared.get(segment));
                }
            }
            plan.tables().forEach(this::write);
            return device.prepare(plan, all);
        } catch (OutOfDeviceMemoryException e) {
            long taken = own.values().stream().mapToLong(DeviceMemory::bytes).sum();
            free();
            // Beyond its own a plan takes scratch memory of the device.
            long needed = Math.max(plan.bytes(), taken + e.asked());
            throw e.forBatch(plan.batch(), needed, taken);
        } catch (RuntimeException e) {
            free();
            throw e;
        }
    }

    private void free() {
        own.values().forEach(DeviceMemory::close);
    }

    private void write(Table table) {
        List<Double> values = table.values();
        DeviceMemory target = memory(table.place());
        long offset = table.place().offset();
        switch (table.place().type()) {
            case I32 ->
                target.write(offset, values.stream().mapToInt(Double::intValue).toArray());
            case I64 ->
                target.write(
                        offset, values.stream().mapToLong(Double::longValue).toArray());
            case F32 -> {
                float[] numbers = new float[values.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = values.get(i).floatValue();
                }
                target.write(offset, numbers);
            }
            default ->
                throw new IllegalArgumentException(
                        "No table is made of " + table.place().type());
        }
    }

    DevicePlan plan() {
        return plan;
    }

    /** Gives an input its values; they may change as soon as this returns. */
    void input(int number, FloatBuffer values) {
        Buffer buffer = plan.inputs().get(number);
        if (values.remaining() != buffer.count()) {
            throw new IllegalArgumentException(
                    "Input " + number + " takes " + buffer.count() + " values, found " + values.remaining());
        }
        memory(buffer).write(buffer.offset(), values);
    }

    /** Gives the first input images as bytes. */
    void input(ImageBatch images) {
        Buffer buffer = plan.inputs().get(0);
        byte[] bytes = images.bytes();
        if (bytes.length != buffer.bytes() || buffer.type() != ElementType.U8) {
            throw new IllegalArgumentException("Found " + bytes.length + " bytes for " + buffer);
        }
        memory(buffer).write(buffer.offset(), bytes);
    }

    /** Gives the first inputs their values. */
    void inputs(INDArray[] arrays) {
        for (int i = 0; i < arrays.length; i++) {
            input(i, arrays[i]);
        }
    }

    void input(int number, INDArray array) {
        INDArray plain = PlainArrays.plain(array);
        input(number, plain.data().asNioFloat());
        if (plain != array) {
            plain.close();
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
        free();
    }
}
