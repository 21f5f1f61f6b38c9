package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How far numbers are from those expected. */
final class Difference {
    private double worst;
    private double largest;

    /** What is undefined in both is equal. */
    void add(double found, double expected) {
        if (Double.doubleToLongBits(found) != Double.doubleToLongBits(expected)) {
            double error = Math.abs(found - expected);
            worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
        }
        largest = Double.isFinite(expected) ? Math.max(largest, Math.abs(expected)) : largest;
    }

    /** The worst as a share of the largest number that was expected. */
    double relative() {
        return worst == 0 ? 0 : worst / Math.max(largest, 1e-30);
    }

    /**
     * Of an array's bytes; of whole numbers it is 0 or infinite.
     *
     * @param noise difference that says nothing
     */
    static double of(Buffer buffer, byte[] found, byte[] expected, double noise) {
        int from = Math.toIntExact(buffer.offset());
        int to = from + Math.toIntExact(buffer.bytes());
        if (Arrays.equals(found, from, to, expected, from, to)) {
            return 0;
        }
        Difference difference = new Difference();
        ByteBuffer a = ByteBuffer.wrap(found).order(ByteOrder.nativeOrder());
        ByteBuffer b = ByteBuffer.wrap(expected).order(ByteOrder.nativeOrder());
        for (int at = from; at < to; at += buffer.type().bytes()) {
            switch (buffer.type()) {
                case F32 -> difference.add(a.getFloat(at), b.getFloat(at));
                case BF16 -> difference.add(wide(a.getShort(at)), wide(b.getShort(at)));
                case F64 -> difference.add(a.getDouble(at), b.getDouble(at));
                default -> {
                    return Double.POSITIVE_INFINITY;
                }
            }
        }
        difference.worst = Math.max(0, difference.worst - noise);
        return difference.relative();
    }

    /** The largest number of an array in single precision or bfloat16; 0 of others. */
    static double largest(Buffer buffer, byte[] bytes) {
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int from = Math.toIntExact(buffer.offset());
        double largest = 0;
        for (int at = from; at < from + buffer.bytes(); at += buffer.type().bytes()) {
            largest = switch (buffer.type()) {
                case F32 -> Math.max(largest, Math.abs(values.getFloat(at)));
                case BF16 -> Math.max(largest, Math.abs(wide(values.getShort(at))));
                default -> 0;
            };
        }
        return largest;
    }

    private static float wide(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** What rounding explains. */
    static double allowed(ElementType type) {
        return switch (type) {
            case F32 -> 1e-4;
            case BF16 -> 1e-2;
            case F64 -> 1e-5;
            case I32, U32, U8, I64 -> 0;
        };
    }
}
