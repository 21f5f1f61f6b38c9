package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** A workload's memory on a device. */
final class Bound implements AutoCloseable {
    private final Workload workload;
    private final Map<String, DeviceMemory> memory = new LinkedHashMap<>();

    Bound(Device device, Workload workload) {
        this.workload = workload;
        for (Segment segment : workload.plan().segments()) {
            memory.put(segment.name(), device.allocate(segment.bytes()));
        }
        fill();
    }

    Map<String, DeviceMemory> memory() {
        return memory;
    }

    DeviceMemory of(Buffer buffer) {
        return segment(buffer.segment());
    }

    DeviceMemory segment(String name) {
        DeviceMemory found = memory.get(name);
        if (found == null) {
            throw new IllegalStateException("There is no segment " + name);
        }
        return found;
    }

    /** All as before the first step. What no filling names stays undefined, for a checker of memory to see. */
    void fill() {
        workload.fillings().forEach(filling -> filling.fill(of(filling.to())));
        workload.plan()
                .tables()
                .forEach(table -> new Filling.Values(table.place(), table.values()).fill(of(table.place())));
    }

    /** Copies what a caller gives for each step from the host: images, labels, weights. */
    Runnable inputs() {
        Map<Buffer, byte[]> inputs = new LinkedHashMap<>();
        workload.plan().inputs().forEach(buffer -> inputs.put(buffer, read(buffer)));
        return () -> inputs.forEach((buffer, bytes) -> of(buffer).write(buffer.offset(), bytes));
    }

    /**
     * What a step must know; nothing without a training.
     *
     * @param step from 0 on
     */
    void tell(int step) {
        workload.cells().ifPresent(cells -> {
            of(cells.step()).write(cells.step().offset(), new int[] {step});
            float[] numbers = new float[Math.toIntExact(cells.numbers().count())];
            numbers[StepCells.IMAGES] = workload.plan().batch();
            numbers[StepCells.RATE] = (float) cells.rate();
            numbers[StepCells.ROOT] = (float) Math.sqrt(1 - Math.pow(cells.beta2(), step + 1));
            numbers[StepCells.DIVISOR] = (float) (1 - Math.pow(cells.beta1(), step + 1));
            numbers[StepCells.DUE] = 1;
            of(cells.numbers()).write(cells.numbers().offset(), numbers);
        });
    }

    /** The step's mean loss; of an inference the mean of its first output. Waits for what runs. */
    double result() {
        if (workload.cells().isPresent()) {
            Buffer loss = workload.cells().orElseThrow().loss();
            double[] value = new double[1];
            of(loss).read(loss.offset(), value);
            return value[0];
        }
        Buffer first = workload.plan().outputs().get(0);
        float[] values = new float[Math.toIntExact(first.count())];
        of(first).read(first.offset(), values);
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The same, to be asked for later. An inference is waited for. */
    DoubleSupplier resultLater() {
        if (workload.cells().isEmpty()) {
            double result = result();
            return () -> result;
        }
        Buffer loss = workload.cells().orElseThrow().loss();
        PendingRead read = of(loss).readLater(loss.offset(), Double.BYTES);
        return () -> read.bytes().getDouble(0);
    }

    byte[] read(Buffer buffer) {
        byte[] bytes = new byte[Math.toIntExact(buffer.bytes())];
        of(buffer).read(buffer.offset(), bytes);
        return bytes;
    }

    /** Of all bits of the session's memory: parameters, statistics, gradients. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Segment segment : workload.plan().segments()) {
                if (segment.owner() == Segment.Owner.SESSION) {
                    byte[] bytes = new byte[Math.toIntExact(segment.bytes())];
                    segment(segment.name()).read(0, bytes);
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        memory.values().forEach(DeviceMemory::close);
    }
}
