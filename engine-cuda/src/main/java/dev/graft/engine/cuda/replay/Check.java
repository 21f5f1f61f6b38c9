package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.PlanTable;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Goes through a workload command by command on a device and holds each that is like none before against what the processor
 * makes of the same memory: kernels against their own source, of convolutions some values in double precision.
 */
final class Check {
    private final Device device;
    private final SimulatedDevice host;
    private final KernelSource source;
    private final Set<Command> seen = new HashSet<>();

    Check(Device device, SimulatedDevice host, KernelSource source) {
        this.device = device;
        this.host = host;
        this.source = source;
    }

    /**
     * How a command did.
     *
     * @param number in the plan
     * @param command its name
     * @param size its blocks or maps
     * @param error the largest, as a share of the largest value; infinite if whole numbers differ
     * @param allowed what rounding explains
     * @param failure why the device did not run it
     */
    record Outcome(int number, String command, String size, double error, double allowed, Optional<String> failure) {
        boolean right() {
            return failure.isEmpty() && error <= allowed;
        }
    }

    /**
     * All distinct commands of a workload.
     *
     * @param chosen which of the distinct commands, counted from 0 on, are checked
     * @param outcomes are added while it goes on
     * @param deadline as {@link System#nanoTime} has it; what is left then is not checked
     * @return number of distinct commands that are left
     */
    int run(Workload workload, IntPredicate chosen, List<Outcome> outcomes, long deadline) {
        int left = 0;
        try (Bound bound = new Bound(device, workload)) {
            bound.tell(0);
            List<DevicePlan.Step> known = new ArrayList<>();
            List<DevicePlan.Step> steps = workload.plan().steps();
            for (int i = 0; i < steps.size(); i++) {
                IsolatedCommand isolated = new IsolatedCommand(steps.get(i).command());
                if (!seen.add(isolated.command()) || !chosen.test(seen.size() - 1)) {
                    known.add(steps.get(i));
                } else if (System.nanoTime() > deadline) {
                    left++;
                } else {
                    run(workload.plan().only(known), bound.memory());
                    known.clear();
                    outcomes.add(check(i, isolated, workload.plan(), steps.get(i), bound));
                }
            }
        }
        return left;
    }

    private void run(DevicePlan plan, Map<String, DeviceMemory> memory) {
        if (!plan.steps().isEmpty()) {
            try (Executable executable = device.prepare(plan, memory)) {
                executable.run();
            }
        }
    }

    private Outcome check(int number, IsolatedCommand isolated, DevicePlan plan, DevicePlan.Step step, Bound bound) {
        Command command = isolated.command();
        String name = PlanTable.name(command);
        String size = PlanTable.size(command);
        Map<String, byte[]> before = isolated.content(bound::segment);
        Map<String, byte[]> after;
        try {
            run(plan.only(List.of(step)), bound.memory());
            after = isolated.content(bound::segment);
        } catch (GraftException e) {
            return new Outcome(number, name, size, 0, 0, Optional.of(e.getMessage()));
        }
        if (command instanceof Command.Convolution convolution) {
            double allowed = convolution.written().type() == ElementType.F32 ? 5e-4 : 1e-2;
            double error = new SampledConvolution(convolution, before, after).error();
            return new Outcome(number, name, size, error, allowed, Optional.empty());
        }
        Map<String, byte[]> expected = onHost(isolated.plan(plan), before);
        KernelSource.Access access = source.access(command);
        return access.writes().stream()
                .map(buffer -> new Outcome(
                        number,
                        name,
                        size,
                        Difference.of(
                                buffer,
                                bytes(after, buffer),
                                bytes(expected, buffer),
                                noise(access.reads(), buffer, before)),
                        Difference.allowed(buffer.type()),
                        Optional.empty()))
                .max(Comparator.comparing((Outcome outcome) -> !outcome.right()).thenComparing(Outcome::error))
                .orElseThrow();
    }

    /**
     * What is left of a sum whose terms cancel each other, as those of a bias in front of a batch normalization do: it says
     * nothing but how terms were rounded.
     */
    private static double noise(List<Buffer> reads, Buffer written, Map<String, byte[]> content) {
        if (reads.size() != 1 || written.count() == 0) {
            return 0;
        }
        Buffer read = reads.get(0);
        double terms = Math.max(1.0, (double) read.count() / written.count());
        return 4 * Math.ulp(1f) * Math.sqrt(terms) * Difference.largest(read, bytes(content, read));
    }

    private static byte[] bytes(Map<String, byte[]> content, Buffer buffer) {
        return content.getOrDefault(buffer.segment(), new byte[0]);
    }

    private Map<String, byte[]> onHost(DevicePlan plan, Map<String, byte[]> content) {
        Map<String, DeviceMemory> memory = new HashMap<>();
        try {
            plan.segments().forEach(segment -> {
                DeviceMemory piece = host.allocate(segment.bytes());
                piece.write(0, content.getOrDefault(segment.name(), new byte[0]));
                memory.put(segment.name(), piece);
            });
            try (Executable executable = host.prepare(plan, memory)) {
                executable.run();
            }
            Map<String, byte[]> result = new HashMap<>();
            memory.forEach((name, piece) -> {
                byte[] bytes = new byte[content.getOrDefault(name, new byte[0]).length];
                piece.read(0, bytes);
                result.put(name, bytes);
            });
            return result;
        } finally {
            memory.values().forEach(DeviceMemory::close);
        }
    }
}
