package dev.graft.engine.cuda.device;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Numbers of any type on the host, as bytes in the machine's order. All that remains of a buffer counts, and stays. */
public final class Values {
    private Values() {}

    /** Bytes of one value. */
    public static int size(Buffer values) {
        if (values instanceof ByteBuffer) {
            return Byte.BYTES;
        } else if (values instanceof ShortBuffer) {
            return Short.BYTES;
        }
        return values instanceof FloatBuffer || values instanceof IntBuffer ? Float.BYTES : Double.BYTES;
    }

    /** Bytes of all values. */
    public static long bytes(Buffer values) {
        return (long) size(values) * values.remaining();
    }

    /** Copies all values into memory that has exactly their bytes. */
    public static void write(Buffer from, ByteBuffer to) {
        if (from instanceof FloatBuffer values) {
            to.asFloatBuffer().put(values.duplicate());
        } else if (from instanceof DoubleBuffer values) {
            to.asDoubleBuffer().put(values.duplicate());
        } else if (from instanceof IntBuffer values) {
            to.asIntBuffer().put(values.duplicate());
        } else if (from instanceof LongBuffer values) {
            to.asLongBuffer().put(values.duplicate());
        } else if (from instanceof ShortBuffer values) {
            to.asShortBuffer().put(values.duplicate());
        } else {
            to.put(((ByteBuffer) from).duplicate());
        }
    }

    /** Fills all values from memory that has exactly their bytes. */
    public static void read(ByteBuffer from, Buffer to) {
        if (to instanceof FloatBuffer values) {
            values.duplicate().put(from.asFloatBuffer());
        } else if (to instanceof DoubleBuffer values) {
            values.duplicate().put(from.asDoubleBuffer());
        } else if (to instanceof IntBuffer values) {
            values.duplicate().put(from.asIntBuffer());
        } else if (to instanceof LongBuffer values) {
            values.duplicate().put(from.asLongBuffer());
        } else if (to instanceof ShortBuffer values) {
            values.duplicate().put(from.asShortBuffer());
        } else {
            ((ByteBuffer) to).duplicate().put(from);
        }
    }
}
