package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import java.util.ArrayList;
import java.util.List;

/** Moments of a stream, by the device's clock. */
final class Events implements AutoCloseable {
    /** In a capture: a node of the graph, which is recorded anew by each launch. */
    private static final int EXTERNAL = 1;

    private final NvidiaDevice device;
    private final List<Pointer> events = new ArrayList<>();

    Events(NvidiaDevice device, int count) {
        this.device = device;
        for (int i = 0; i < count; i++) {
            events.add(device.driver().make("make an event", "cuEventCreate", 0));
        }
    }

    /** The moment when all that the stream was given before is done, within a capture. */
    void record(int number) {
        device.driver()
                .call("record an event", "cuEventRecordWithFlags", events.get(number), device.stream(), EXTERNAL);
    }

    /** Milliseconds from an event to the next one. Both are over. */
    double afterwards(int number) {
        FloatByReference milliseconds = new FloatByReference();
        device.driver()
                .call(
                        "tell the time between events",
                        "cuEventElapsedTime",
                        milliseconds,
                        events.get(number),
                        events.get(number + 1));
        return milliseconds.getValue();
    }

    @Override
    public void close() {
        events.forEach(event -> device.driver().status("cuEventDestroy_v2", event));
    }
}
