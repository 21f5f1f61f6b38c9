package dev.graft.engine;

import dev.graft.error.GraftException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Everything a {@link TrainingSession} holds at one moment. A session of the same engine, network, freezing and update
 * rule that restores it goes on as if nothing had happened, to the last bit.
 *
 * <p>Immutable. Arrays lie in the engine's own order; they mean nothing to another engine.
 */
public final class TrainingState {
    /** Name of the array with all parameters and running statistics that a session trains; every engine has it. */
    public static final String PARAMETERS = "parameters";

    private static final int MAGIC = 0x47524654;
    private static final int FORMAT = 1;
    private static final int CHUNK = 1 << 14;

    private final String engine;
    private final String rule;
    private final long steps;
    private final double learningRate;
    private final Map<String, float[]> arrays;

    /**
     * For engines.
     *
     * @param engine id of the engine
     * @param rule the update rule and all else that must be equal where it is restored, as one text
     * @param steps batches learned from so far
     * @param learningRate the one in force
     * @param arrays parameters, running statistics, optimizer state and what else the engine keeps; handed over, not to
     *     be changed any more
     */
    public TrainingState(String engine, String rule, long steps, double learningRate, Map<String, float[]> arrays) {
        this.engine = engine;
        this.rule = rule;
        this.steps = steps;
        this.learningRate = learningRate;
        this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** Id of the engine it belongs to. */
    public String engine() {
        return engine;
    }

    /** What must be equal where it is restored. */
    public String rule() {
        return rule;
    }

    /** Batches learned from so far. */
    public long steps() {
        return steps;
    }

    /** The learning rate in force. */
    public double learningRate() {
        return learningRate;
    }

    /** Names of the arrays. */
    public List<String> names() {
        return List.copyOf(arrays.keySet());
    }

    /** Number of values in an array; -1 if there is none of this name. */
    public int length(String name) {
        float[] values = arrays.get(name);
        return values == null ? -1 : values.length;
    }

    /**
     * Copies a part of an array.
     *
     * @param name one of {@link #names()}
     * @param from index of the first value
     * @param target is filled from its beginning
     * @param count how many values
     */
    public void read(String name, int from, float[] target, int count) {
        System.arraycopy(arrays.get(name), from, target, 0, count);
    }

    /**
     * The same with other parameters and running statistics.
     *
     * @param values as many as there are, handed over
     */
    public TrainingState withParameters(float[] values) {
        if (values.length != length(PARAMETERS)) {
            throw new IllegalArgumentException(
                    "Found " + values.length + " parameters, expected " + length(PARAMETERS));
        }
        Map<String, float[]> others = new LinkedHashMap<>(arrays);
        others.put(PARAMETERS, values);
        return new TrainingState(engine, rule, steps, learningRate, others);
    }

    /**
     * Writes it in binary, floats as they are, with a checksum at the end.
     *
     * @param stream is neither buffered well nor closed here
     * @throws IOException as the stream throws it
     */
    public void writeTo(OutputStream stream) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeInt(FORMAT);
        writeText(out, engine);
        writeText(out, rule);
        out.writeLong(steps);
        out.writeDouble(learningRate);
        out.writeInt(arrays.size());
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            writeText(out, array.getKey());
            out.writeInt(array.getValue().length);
            writeFloats(out, array.getValue());
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /** As {@link #writeTo} writes it. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param stream is read to the state's end, not beyond it, and not closed
     * @throws GraftException if it is no training state, of a newer format, cut off or damaged
     * @throws IOException as the stream throws it
     */
    public static TrainingState readFrom(InputStream stream) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(stream, new CRC32());
        DataInputStream in = new DataInputStream(checked);
        try {
            if (in.readInt() != MAGIC) {
                throw new GraftException("This is no training state: it does not begin as one. Give a file that a "
                        + "training left to be continued.");
            }
            int format = in.readInt();
            if (format != FORMAT) {
                throw new GraftException("The training state has format " + format + ", this version reads " + FORMAT
                        + ". Use the version of Graft that wrote it.");
            }
            return readBody(in, checked);
        } catch (EOFException e) {
            throw new GraftException("The training state is cut off. Start from an earlier one.", e);
        }
    }

    private static TrainingState readBody(DataInputStream in, CheckedInputStream checked) throws IOException {
        String engine = readText(in);
        String rule = readText(in);
        long steps = in.readLong();
        double learningRate = in.readDouble();
        int count = in.readInt();
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = readText(in);
            arrays.put(name, readFloats(in, in.readInt()));
        }
        long found = checked.getChecksum().getValue();
        if (in.readLong() != found) {
            throw damaged();
        }
        return new TrainingState(engine, rule, steps, learningRate, arrays);
    }

    private static GraftException damaged() {
        return new GraftException("The training state is damaged: its checksum is wrong. Start from an earlier one.");
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw damaged();
        }
        // Not readFully into an array of that length: a damaged length must not ask for gigabytes.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            buffer.asFloatBuffer().put(values, from, length);
            out.write(buffer.array(), 0, length * Float.BYTES);
        }
    }

    private static float[] readFloats(DataInputStream in, int length) throws IOException {
        if (length < 0) {
            throw damaged();
        }
        float[] values = new float[Math.min(length, CHUNK)];
        byte[] bytes = new byte[CHUNK * Float.BYTES];
        for (int from = 0; from < length; from += CHUNK) {
            int count = Math.min(CHUNK, length - from);
            in.readFully(bytes, 0, count * Float.BYTES);
            if (from + count > values.length) {
                values = Arrays.copyOf(values, (int) Math.min(length, 2L * (from + count)));
            }
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, from, count);
        }
        return values;
    }
}
