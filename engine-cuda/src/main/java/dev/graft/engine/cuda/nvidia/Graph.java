package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Commands that a stream was given while it was watched, to be given again with one call. */
final class Graph implements AutoCloseable {
    private static final int THREAD_LOCAL = 1;

    private final NvidiaDevice device;
    private final Pointer graph;
    private final Pointer executable;

    private Graph(NvidiaDevice device, Pointer graph, Pointer executable) {
        this.device = device;
        this.graph = graph;
        this.executable = executable;
    }

    /** What some code gives the device's stream; nothing of it runs. */
    static Graph capture(NvidiaDevice device, Runnable commands) {
        Driver driver = device.driver();
        driver.call("begin a capture", "cuStreamBeginCapture_v2", device.stream(), THREAD_LOCAL);
        PointerByReference captured = new PointerByReference();
        try {
            commands.run();
        } catch (RuntimeException | Error e) {
            // The stream must be of use for what comes next.
            driver.status("cuStreamEndCapture", device.stream(), captured);
            driver.status("cuGraphDestroy", captured.getValue());
            throw e;
        }
        driver.call("end a capture", "cuStreamEndCapture", device.stream(), captured);
        Pointer graph = captured.getValue();
        try {
            return new Graph(device, graph, driver.make("make a graph", "cuGraphInstantiateWithFlags", graph, 0L));
        } catch (RuntimeException | Error e) {
            driver.status("cuGraphDestroy", graph);
            throw e;
        }
    }

    void launch() {
        device.driver().call("run a graph", "cuGraphLaunch", executable, device.stream());
    }

    @Override
    public void close() {
        device.driver().status("cuGraphExecDestroy", executable);
        device.driver().status("cuGraphDestroy", graph);
    }
}
