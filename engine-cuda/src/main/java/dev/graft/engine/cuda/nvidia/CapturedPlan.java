package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.nvidia.ConvolutionPlans.Planned;
import dev.graft.engine.cuda.nvidia.Cudnn.Descriptor;
import dev.graft.engine.cuda.nvidia.Cudnn.Type;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plan as one CUDA graph: its commands are captured once and replayed with one call. */
final class CapturedPlan implements Executable {
    private final NvidiaDevice device;
    private final DevicePlan plan;
    private final Map<String, NvidiaMemory> memory = new HashMap<>();
    private final Map<Key, Planned> convolutions = new HashMap<>();
    private final NvidiaMemory workspace;
    private final Graph graph;

    private record Key(Command.Convolution.Kind kind, Object geometry, Object type, boolean adds) {
        static Key of(Command.Convolution convolution) {
            return new Key(
                    convolution.kind(), convolution.geometry(), convolution.x().type(), convolution.adds());
        }
    }

    CapturedPlan(NvidiaDevice device, DevicePlan plan, Map<String, DeviceMemory> given) {
        this.device = device;
        this.plan = plan;
        plan.segments().forEach(segment -> memory.put(segment.name(), (NvidiaMemory) given.get(segment.name())));
        try {
            this.workspace = (NvidiaMemory) device.allocate(planConvolutions(plan));
        } catch (RuntimeException | Error e) {
            convolutions.values().forEach(Planned::close);
            throw e;
        }
        try {
            // Kernels are compiled and loaded before a capture begins, during which that is forbidden.
            plan.steps().stream()
                    .map(DevicePlan.Step::command)
                    .filter(Command.KernelLaunch.class::isInstance)
                    .forEach(launch -> device.kernel((Command.KernelLaunch) launch));
            this.graph = Graph.capture(device, () -> plan.steps().forEach(step -> issue(step.command())));
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    /** Bytes of scratch memory of the greediest: they run one after another. */
    private long planConvolutions(DevicePlan plan) {
        ConvolutionPlans plans = ConvolutionPlans.on(device.cudnn(), device.handle());
        long most = 0;
        for (DevicePlan.Step step : plan.steps()) {
            if (step.command() instanceof Command.Convolution convolution) {
                Planned planned = convolutions.computeIfAbsent(
                        Key.of(convolution),
                        key -> plans.best(
                                convolution.kind(),
                                convolution.geometry(),
                                convolution.x().type(),
                                convolution.adds(),
                                device.strict()));
                most = Math.max(most, planned.workspace());
            }
        }
        return most;
    }

    private long address(Buffer buffer) {
        return memory(buffer).address(buffer.offset());
    }

    private NvidiaMemory memory(Buffer buffer) {
        NvidiaMemory found = memory.get(buffer.segment());
        if (found == null) {
            throw new IllegalStateException("No memory for " + buffer);
        }
        return found;
    }

    private void issue(Command command) {
        Driver driver = device.driver();
        if (command instanceof Command.KernelLaunch launch) {
            launch(launch);
        } else if (command instanceof Command.Convolution convolution) {
            convolve(convolution);
        } else {
            Command.Copy copy = (Command.Copy) command;
            driver.call(
                    "copy",
                    "cuMemcpyDtoDAsync_v2",
                    address(copy.to()),
                    address(copy.from()),
                    copy.from().bytes(),
                    device.stream());
        }
    }

    private void launch(Command.KernelLaunch launch) {
        List<Argument> arguments = launch.arguments();
        try (Memory values = new Memory(8L * arguments.size());
                Memory addresses = new Memory(8L * arguments.size())) {
            for (int i = 0; i < arguments.size(); i++) {
                put(values, 8L * i, arguments.get(i));
                addresses.setPointer(8L * i, values.share(8L * i));
            }
            Command.Extent3 grid = launch.grid();
            Command.Extent3 block = launch.block();
            device.driver()
                    .call(
                            "launch " + launch.kernel(),
                            "cuLaunchKernel",
                            device.kernel(launch),
                            grid.x(),
                            grid.y(),
                            grid.z(),
                            block.x(),
                            block.y(),
                            block.z(),
                            0,
                            device.stream(),
                            addresses,
                            Pointer.NULL);
        }
    }

    private void put(Memory values, long at, Argument argument) {
        if (argument instanceof Buffer buffer) {
            values.setLong(at, address(buffer));
        } else if (argument instanceof Argument.Absent) {
            values.setLong(at, 0);
        } else if (argument instanceof Argument.Whole number) {
            values.setInt(at, number.value());
        } else if (argument instanceof Argument.Long number) {
            values.setLong(at, number.value());
        } else if (argument instanceof Argument.Single number) {
            values.setFloat(at, number.value());
        } else {
            values.setDouble(at, ((Argument.Twice) argument).value());
        }
    }

    private void convolve(Command.Convolution convolution) {
        Planned planned = convolutions.get(Key.of(convolution));
        if (planned == null) {
            throw new IllegalStateException("No plan for " + convolution);
        }
        convolve(convolution, planned, workspace);
    }

    private void convolve(Command.Convolution convolution, Planned planned, NvidiaMemory scratch) {
        Cudnn cudnn = device.cudnn();
        try (Descriptor pack = cudnn.create(Cudnn.Kind.VARIANT_PACK)) {
            pack.longs(1000, ConvolutionPlans.X, ConvolutionPlans.KERNEL, ConvolutionPlans.Y)
                    .pointers(
                            1001,
                            Type.VOID_POINTER,
                            new Pointer(address(convolution.x())),
                            new Pointer(address(convolution.kernel())),
                            new Pointer(address(convolution.y())))
                    .pointers(1003, Type.VOID_POINTER, new Pointer(scratch.address(0)))
                    .finished();
            int status = cudnn.functions()
                    .status(
                            "cudnnBackendExecute",
                            device.handle(),
                            planned.plan().pointer(),
                            pack.pointer());
            cudnn.check(status, "compute " + convolution.kind() + " of " + convolution.geometry());
        }
    }

    @Override
    public void run() {
        device.enter();
        graph.launch();
    }

    @Override
    public void runUncaptured() {
        device.enter();
        plan.steps().forEach(step -> issue(step.command()));
    }

    @Override
    public double[] profile(int runs) {
        device.enter();
        int count = plan.steps().size();
        double[][] measured = new double[count][runs];
        try (Events events = new Events(device, count + 1);
                Graph timed = Graph.capture(device, () -> {
                    for (int i = 0; i < count; i++) {
                        events.record(i);
                        issue(plan.steps().get(i).command());
                    }
                    events.record(count);
                })) {
            for (int run = -1; run < runs; run++) {
                timed.launch();
                device.synchronize();
                for (int i = 0; i < count && run >= 0; i++) {
                    measured[i][run] = events.afterwards(i);
                }
            }
        }
        return Arrays.stream(measured)
                .mapToDouble(times -> Arrays.stream(times).sorted().toArray()[runs / 2])
                .toArray();
    }

    /**
     * Measures ways to compute a convolution of the plan, on its own memory.
     *
     * @param most how many of those that {@link ConvolutionPlans#best} chooses from
     */
    List<ConvolutionChoice> choices(Command.Convolution convolution, int most) {
        List<ConvolutionChoice> choices = new ArrayList<>();
        List<Planned> found = ConvolutionPlans.on(device.cudnn(), device.handle())
                .recommended(
                        convolution.kind(),
                        convolution.geometry(),
                        convolution.x().type(),
                        convolution.adds(),
                        device.strict(),
                        most);
        for (Planned planned : found) {
            try (planned) {
                choices.add(new ConvolutionChoice(
                        choices.size(),
                        planned.engine(),
                        planned.workspace(),
                        planned.tensorCores(),
                        milliseconds(convolution, planned)));
            }
        }
        return choices;
    }

    private double milliseconds(Command.Convolution convolution, Planned planned) {
        int executions = 10;
        try (NvidiaMemory scratch = (NvidiaMemory) device.allocate(planned.workspace());
                Events events = new Events(device, 2);
                Graph timed = Graph.capture(device, () -> {
                    events.record(0);
                    for (int i = 0; i < executions; i++) {
                        convolve(convolution, planned, scratch);
                    }
                    events.record(1);
                })) {
            timed.launch();
            timed.launch();
            device.synchronize();
            return events.afterwards(0) / executions;
        } catch (GraftException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        device.enter();
        graph.close();
        release();
    }

    private void release() {
        convolutions.values().forEach(Planned::close);
        workspace.close();
    }
}
