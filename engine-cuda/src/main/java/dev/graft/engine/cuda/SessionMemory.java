package dev.graft.engine.cuda;

import dev.graft.engine.cuda.device.Bfloat16;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.emit.Constants;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import java.util.HashMap;
import java.util.Map;

/** Memory that a session's plans share. */
final class SessionMemory implements AutoCloseable {
    private final Device device;
    private final Map<String, DeviceMemory> memory = new HashMap<>();
    private int constants;

    SessionMemory(Device device) {
        this.device = device;
    }

    /** A segment's memory; 0 everywhere when it is asked for the first time. */
    DeviceMemory get(Segment segment) {
        DeviceMemory found = memory.get(segment.name());
        if (found == null) {
            found = device.allocate(segment.bytes());
            memory.put(segment.name(), found);
            found.clear();
        }
        if (found.bytes() < segment.bytes()) {
            throw new IllegalStateException(segment + " has " + found.bytes() + " bytes");
        }
        return found;
    }

    /** That of an array whose segment is there. */
    DeviceMemory of(Buffer buffer) {
        DeviceMemory found = memory.get(buffer.segment());
        if (found == null) {
            throw new IllegalStateException("There is no memory for " + buffer);
        }
        return found;
    }

    /** Uploads constants that came since the last call. */
    void upload(Constants all) {
        all.forEachFrom(constants, (segment, type, values) -> {
            if (type == ElementType.F32) {
                get(segment).write(0, values);
            } else {
                get(segment).write(0, Bfloat16.of(values));
            }
            constants++;
        });
    }

    @Override
    public void close() {
        memory.values().forEach(DeviceMemory::close);
        memory.clear();
    }
}
