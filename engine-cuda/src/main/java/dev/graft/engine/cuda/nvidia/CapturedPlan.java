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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plan as one CUDA graph: its commands are captured once and replayed with one call. */
final class CapturedPlan implements Executable {
    private static final int THREAD_LOCAL = 1;

    private final NvidiaDevice device;
    private final Map<String, NvidiaMemory> memory = new HashMap<>();
    private final Map<Key, Planned> convolutions = new HashMap<>();
    private final NvidiaMemory workspace;
    private final Pointer graph;
    private final Pointer executable;

    private record Key(Command.Convolution.Kind kind, Object geometry, Object type, boolean adds) {
        static Key of(Command.Convolution convolution) {
            return new Key(
                    convolution.kind(), convolution.geometry(), convolution.x().type(), convolution.adds());
        }
    }

    CapturedPlan(NvidiaDevice device, DevicePlan plan, Map<String, DeviceMemory> given) {
        this.device = device;
        plan.segments().forEach(segment -> memory.put(segment.name(), (NvidiaMemory) given.get(segment.name())));
        this.workspace = (NvidiaMemory) device.allocate(planConvolutions(plan));
        // Kernels are compiled and loaded before a capture begins, during which that is forbidden.
        plan.steps().stream()
                .map(DevicePlan.Step::command)
                .filter(Command.KernelLaunch.class::isInstance)
                .forEach(launch -> device.kernel((Command.KernelLaunch) launch));
        Driver driver = device.driver();
        driver.call("begin a capture", "cuStreamBeginCapture_v2", device.stream(), THREAD_LOCAL);
        plan.steps().forEach(step -> issue(step.command()));
        com.sun.jna.ptr.PointerByReference captured = new com.sun.jna.ptr.PointerByReference();
        driver.call("end a capture", "cuStreamEndCapture", device.stream(), captured);
        this.graph = captured.getValue();
        this.executable = driver.make("make a graph", "cuGraphInstantiateWithFlags", graph, 0L);
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
        } else if (command instanceof Command.Copy copy) {
            driver.call(
                    "copy",
                    "cuMemcpyDtoDAsync_v2",
                    address(copy.to()),
                    address(copy.from()),
                    copy.from().bytes(),
                    device.stream());
        } else {
            Buffer buffer = ((Command.Clear) command).buffer();
            driver.call("clear", "cuMemsetD8Async", address(buffer), (byte) 0, buffer.bytes(), device.stream());
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
        Cudnn cudnn = device.cudnn();
        try (Descriptor pack = cudnn.create(Cudnn.Kind.VARIANT_PACK)) {
            pack.longs(1000, ConvolutionPlans.X, ConvolutionPlans.KERNEL, ConvolutionPlans.Y)
                    .pointers(
                            1001,
                            Type.VOID_POINTER,
                            new Pointer(address(convolution.x())),
                            new Pointer(address(convolution.kernel())),
                            new Pointer(address(convolution.y())))
                    .pointers(1003, Type.VOID_POINTER, new Pointer(workspace.address(0)))
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
        device.driver().call("run a graph", "cuGraphLaunch", executable, device.stream());
    }

    @Override
    public void close() {
        device.enter();
        device.driver().status("cuGraphExecDestroy", executable);
        device.driver().status("cuGraphDestroy", graph);
        convolutions.values().forEach(Planned::close);
        workspace.close();
    }
}
