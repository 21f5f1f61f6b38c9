package dev.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directories of a TIFF or BigTIFF file (TIFF 6.0; BigTIFF differs in the lengths of offsets and counts). Only numbers of
 * the tags that matter here are read, and no more of them than the file can hold.
 */
final class TiffHeader {
    static final int NEW_SUBFILE_TYPE = 254;
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int PLANAR = 284;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int SMALLEST_SAMPLE = 340;
    static final int GREATEST_SAMPLE = 341;
    static final int DNG_VERSION = 50706;

    private static final int MOST_DIRECTORIES = 100_000;
    private static final int MOST_VALUES = 1_000_000;
    private static final int REDUCED_OR_MASK = 1 | 4;

    private final ByteBuffer in;
    private final boolean big;
    private final List<Map<Integer, double[]>> directories = new ArrayList<>();

    private TiffHeader(ByteBuffer in, boolean big) {
        this.in = in;
        this.big = big;
    }

    static TiffHeader of(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (bytes.length < 16) {
            throw new IOException("the file ends too early");
        }
        boolean big = in.getShort(2) == 43;
        TiffHeader header = new TiffHeader(in, big);
        header.readAll(big ? in.getLong(8) : in.getInt(4) & 0xFFFFFFFFL);
        return header;
    }

    private void readAll(long first) throws IOException {
        Set<Long> seen = new HashSet<>();
        long at = first;
        // Only the first directory's picture is read; those behind it are counted as far as they are intact.
        while (at != 0 && seen.add(at) && directories.size() < MOST_DIRECTORIES) {
            long count = number(at, big ? 8 : 2);
            long end = at + (big ? 8 : 2) + count * (big ? 20 : 12);
            if (count < 0 || count > in.limit() || end < 0 || end + (big ? 8 : 4) > in.limit()) {
                if (directories.isEmpty()) {
                    throw new IOException("the file ends too early");
                }
                return;
            }
            directories.add(directory(at + (big ? 8 : 2), (int) count, directories.isEmpty()));
            at = number(end, big ? 8 : 4);
        }
        if (directories.isEmpty()) {
            throw new IOException("it holds no picture");
        }
    }

    private Map<Integer, double[]> directory(long start, int count, boolean all) {
        Map<Integer, double[]> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long entry = start + (long) i * (big ? 20 : 12);
            int tag = (int) number(entry, 2);
            if (all || tag == NEW_SUBFILE_TYPE) {
                double[] values = values(entry);
                if (values.length > 0) {
                    tags.put(tag, values);
                }
            }
        }
        return tags;
    }

    /** No values for texts, opaque data, and what does not lie in the file. */
    private double[] values(long entry) {
        int type = (int) number(entry + 2, 2);
        int size = size(type);
        long count = number(entry + 4, big ? 8 : 4);
        if (size == 0 || count < 1 || count > Math.min(MOST_VALUES, in.limit() / size)) {
            return new double[0];
        }
        long inside = entry + (big ? 12 : 8);
        long at = count * size <= (big ? 8 : 4) ? inside : number(inside, big ? 8 : 4);
        if (at < 0 || at > in.limit() - count * size) {
            return new double[0];
        }
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(type, (int) at + i * size);
        }
        return values;
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 6 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    private double value(int type, int at) {
        return switch (type) {
            case 1 -> in.get(at) & 0xFF;
            case 6 -> in.get(at);
            case 3 -> in.getShort(at) & 0xFFFF;
            case 8 -> in.getShort(at);
            case 4, 13 -> in.getInt(at) & 0xFFFFFFFFL;
            case 9 -> in.getInt(at);
            case 5 -> (double) (in.getInt(at) & 0xFFFFFFFFL) / (in.getInt(at + 4) & 0xFFFFFFFFL);
            case 10 -> (double) in.getInt(at) / in.getInt(at + 4);
            case 11 -> in.getFloat(at);
            case 12 -> in.getDouble(at);
            default -> in.getLong(at);
        };
    }

    /** An unsigned number; -1 if it does not lie in the file. */
    private long number(long at, int size) {
        if (at < 0 || at > in.limit() - size) {
            return -1;
        }
        return switch (size) {
            case 2 -> in.getShort((int) at) & 0xFFFF;
            case 4 -> in.getInt((int) at) & 0xFFFFFFFFL;
            default -> in.getLong((int) at);
        };
    }

    /** How many pictures there are; smaller versions of others and masks are none. */
    int pictures() {
        long others = directories.stream()
                .skip(1)
                .filter(tags -> tags.containsKey(NEW_SUBFILE_TYPE)
                        && ((int) tags.get(NEW_SUBFILE_TYPE)[0] & REDUCED_OR_MASK) != 0)
                .count();
        return (int) (directories.size() - others);
    }

    boolean has(int tag) {
        return directories.get(0).containsKey(tag);
    }

    /** The first directory's values of a tag; none if it is not there. */
    double[] all(int tag) {
        return directories.get(0).getOrDefault(tag, new double[0]);
    }

    /** The first value of a tag of the first directory. */
    long get(int tag, long otherwise) {
        double[] values = all(tag);
        return values.length == 0 ? otherwise : (long) values[0];
    }

    /** @throws IOException if the tag is not there, or no number of 1 or more that fits an int */
    int size(int tag, String name) throws IOException {
        long value = get(tag, 0);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IOException("its " + name + " is missing or damaged (" + value + ")");
        }
        return (int) value;
    }
}
