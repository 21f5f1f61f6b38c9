package dev.graft.engine.cuda.device;

/** The upper half of single precision. */
public final class Bfloat16 {
    private Bfloat16() {}

    /** Rounded to the nearest, to the even one of two. */
    public static short[] of(float[] values) {
        short[] bits = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            int whole = Float.floatToRawIntBits(values[i]);
            bits[i] = Float.isNaN(values[i]) ? 0x7FFF : (short) (whole + 0x7FFF + (whole >>> 16 & 1) >>> 16);
        }
        return bits;
    }
}
