package dev.graft.engine.cpu;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native objects that are freed together, the youngest first. */
final class NativeScope implements AutoCloseable {
    private final Deque<Pointer> owned = new ArrayDeque<>();

    /** Takes over an object. */
    <P extends Pointer> P own(P handle) {
        owned.push(handle);
        return handle;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().deallocate();
        }
    }
}
