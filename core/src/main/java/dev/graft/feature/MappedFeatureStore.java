package dev.graft.feature;

import dev.graft.GraftException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Rows in a memory-mapped file, so that the operating system keeps in memory what fits and no more.
 *
 * <p>A row is the image's hash (32 bytes), a checksum over hash and values (8 bytes) and the values (little endian). Rows
 * without a right checksum, left by a killed process, do not count and are written again. One process at a time: the
 * file is locked.
 */
final class MappedFeatureStore implements FeatureStore {
    private static final int HEADER = 40;
    private static final int SMALLEST_ROWS = 64;
    private static final long LARGEST_SEGMENT = 1L << 30;

    private final Path file;
    private final boolean temporary;
    private final int rowFloats;
    private final long rowBytes;
    private final long rowsPerSegment;
    private final FileChannel channel;
    private final FileLock lock;
    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private final Map<String, Long> index = new HashMap<>();
    private long rows;

    private MappedFeatureStore(Path file, boolean temporary, int rowFloats, FileChannel channel, FileLock lock)
            throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.rowFloats = rowFloats;
        this.rowBytes = HEADER + 4L * rowFloats;
        this.rowsPerSegment = Math.max(1, LARGEST_SEGMENT / rowBytes);
        this.channel = channel;
        this.lock = lock;
        readIndex();
    }

    /**
     * Opens or creates a file.
     *
     * @param temporary delete it when closed
     * @return empty if another process or store uses the file
     */
    static Optional<FeatureStore> open(Path file, int rowFloats, boolean temporary) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new MappedFeatureStore(file, temporary, rowFloats, channel, lock));
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void readIndex() throws IOException {
        long count = channel.size() / rowBytes;
        float[] row = new float[rowFloats];
        for (long i = 0; i < count; i++) {
            ByteBuffer at = row(i);
            byte[] hash = new byte[32];
            at.get(hash);
            long checksum = at.getLong();
            at.asFloatBuffer().get(row);
            if (checksum != checksum(hash, row)) {
                break;
            }
            index.put(HexFormat.of().formatHex(hash), i);
            rows = i + 1;
        }
    }

    @Override
    public boolean contains(String contentHash) {
        return index.containsKey(contentHash);
    }

    @Override
    public void put(String contentHash, float[] row) {
        if (contains(contentHash)) {
            return;
        }
        try {
            byte[] hash = HexFormat.of().parseHex(contentHash);
            ByteBuffer at = row(rows);
            at.put(hash);
            at.putLong(checksum(hash, row));
            at.asFloatBuffer().put(row);
        } catch (IOException e) {
            throw failed(file, e);
        }
        index.put(contentHash, rows);
        rows++;
    }

    @Override
    public void get(String contentHash, float[] target, int offset) {
        try {
            ByteBuffer at = row(index.get(contentHash));
            at.position(at.position() + HEADER);
            at.asFloatBuffer().get(target, offset, rowFloats);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** A view positioned at a row; grows the file where it must. */
    private ByteBuffer row(long number) throws IOException {
        int segment = (int) (number / rowsPerSegment);
        while (segments.size() <= segment) {
            segments.add(map(segments.size(), number));
        }
        long offset = number % rowsPerSegment * rowBytes;
        if (offset + rowBytes > segments.get(segment).capacity()) {
            segments.set(segment, map(segment, number));
        }
        return segments.get(segment).duplicate().order(ByteOrder.LITTLE_ENDIAN).position((int) offset);
    }

    private MappedByteBuffer map(int segment, long row) throws IOException {
        long begin = segment * rowsPerSegment;
        long there = Math.max(0, channel.size() / rowBytes - begin);
        // As large as the file is, or doubled if the row lies behind: small caches stay small.
        long wanted = there > row - begin ? there : Math.max(SMALLEST_ROWS, 2 * there);
        long rowsMapped = Math.min(rowsPerSegment, wanted);
        return channel.map(FileChannel.MapMode.READ_WRITE, begin * rowBytes, rowsMapped * rowBytes);
    }

    private static long checksum(byte[] hash, float[] row) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        CRC32C crc = new CRC32C();
        crc.update(hash);
        crc.update(bytes);
        // The high bit tells a row of zeros from an unwritten one.
        return crc.getValue() | 1L << 63;
    }

    @Override
    public String describe() {
        return file.toString();
    }

    @Override
    public void close() {
        segments.clear();
        index.clear();
        try {
            lock.release();
            channel.close();
            if (temporary) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static GraftException failed(Path file, IOException e) {
        return new GraftException(
                "The feature cache " + file + " cannot be used: " + e.getMessage()
                        + ". Free space there, choose another directory, or raise the memory limit of the cache.",
                e);
    }
}
