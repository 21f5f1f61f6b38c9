package dev.graft.engine.cuda.replay;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.engine.cuda.device.Bfloat16;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.plan.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What an array holds before the first step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Filling.Normal.class, name = "normal"),
    @JsonSubTypes.Type(value = Filling.Same.class, name = "same"),
    @JsonSubTypes.Type(value = Filling.Values.class, name = "values"),
    @JsonSubTypes.Type(value = Filling.OneHot.class, name = "one-hot")
})
public sealed interface Filling {
    /** The array. */
    Buffer to();

    /** Its values. */
    double[] values();

    /** Random numbers of a normal distribution: one seed gives the same ones in every type. */
    record Normal(Buffer to, long seed, double mean, double deviation) implements Filling {
        @Override
        public double[] values() {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = new double[Math.toIntExact(to.count())];
            for (int i = 0; i < values.length; i++) {
                values[i] = mean + deviation * random.nextGaussian();
            }
            return values;
        }
    }

    /** One number everywhere. */
    record Same(Buffer to, double value) implements Filling {
        @Override
        public double[] values() {
            double[] values = new double[Math.toIntExact(to.count())];
            Arrays.fill(values, value);
            return values;
        }

        @Override
        public void fill(DeviceMemory memory) {
            if (value == 0) {
                // Vectors of hundreds of megabytes begin so.
                memory.write(to.offset(), new byte[Math.toIntExact(to.bytes())]);
            } else {
                Filling.super.fill(memory);
            }
        }
    }

    /** Given numbers. */
    record Values(Buffer to, List<Double> given) implements Filling {
        public Values {
            given = List.copyOf(given);
            if (given.size() != to.count()) {
                throw new IllegalArgumentException(to + " is given " + given.size() + " values");
            }
        }

        @Override
        public double[] values() {
            return given.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /** Of each row of so many classes one is 1. */
    record OneHot(Buffer to, long seed, int classes) implements Filling {
        public OneHot {
            if (classes < 1 || to.count() % classes != 0) {
                throw new IllegalArgumentException(to + " has no rows of " + classes);
            }
        }

        @Override
        public double[] values() {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = new double[Math.toIntExact(to.count())];
            for (int row = 0; row < values.length; row += classes) {
                values[row + random.nextInt(classes)] = 1;
            }
            return values;
        }
    }

    /** Writes it. */
    default void fill(DeviceMemory memory) {
        double[] values = values();
        long offset = to().offset();
        switch (to().type()) {
            case F32 -> memory.write(offset, singles(values));
            case BF16 -> memory.write(offset, Bfloat16.of(singles(values)));
            case I32, U32 -> {
                int[] whole = new int[values.length];
                Arrays.setAll(whole, i -> (int) values[i]);
                memory.write(offset, whole);
            }
            case U8 -> {
                byte[] bytes = new byte[values.length];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) values[i];
                }
                memory.write(offset, bytes);
            }
            case I64 -> {
                long[] whole = new long[values.length];
                Arrays.setAll(whole, i -> (long) values[i]);
                memory.write(offset, whole);
            }
            case F64 -> {
                long[] bits = new long[values.length];
                Arrays.setAll(bits, i -> Double.doubleToRawLongBits(values[i]));
                memory.write(offset, bits);
            }
        }
    }

    private static float[] singles(double[] values) {
        float[] singles = new float[values.length];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }
}
