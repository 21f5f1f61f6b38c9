package dev.graft.engine.cuda.device;

import java.nio.ByteBuffer;

/** Values on their way out of a device's memory. */
public interface PendingRead {
    /** Whether {@link #bytes()} need not wait. */
    boolean isDone();

    /**
     * Waits until they are there.
     *
     * @return in the machine's order of bytes; the same whenever it is asked, from position 0 on
     */
    ByteBuffer bytes();
}
