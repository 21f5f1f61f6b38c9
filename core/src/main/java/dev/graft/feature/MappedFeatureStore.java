package dev.graft.feature;

import dev.graft.GraftException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final long LARGEST_SEGMENT = 1L << 30;

    /**
     * Files that this process holds locked. Asking the system is not enough: on POSIX systems, closing the channel of a
     * failed second attempt would give up the first one's lock.
     */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path place;
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

    private MappedFeatureStore(
            Path place,
            Path file,
            boolean temporary,
            int rowFloats,
            long segmentBytes,
            FileChannel channel,
            FileLock lock)
            throws IOException {
        this.place = place;
        this.file = file;
        this.temporary = temporary;
        this.rowFloats = rowFloats;
        this.rowBytes = HEADER + 4L * rowFloats;
        this.rowsPerSegment = Math.max(1, segmentBytes / rowBytes);
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
        return open(file, rowFloats, temporary, LARGEST_SEGMENT);
    }

    /** The same with another size of the parts that are mapped at once; any size can read what another one wrote. */
    static Optional<FeatureStore> open(Path file, int rowFloats, boolean temporary, long segmentBytes) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path place = folder.toRealPath().resolve(file.getFileName());
            if (!OPEN_HERE.add(place)) {
                return Optional.empty();
            }
            Optional<FeatureStore> store = Optional.empty();
            try {
                store = openLocked(place, file, rowFloats, temporary, segmentBytes);
                return store;
            } finally {
                if (store.isEmpty()) {
                    OPEN_HERE.remove(place);
                }
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Optional<FeatureStore> openLocked(
            Path place, Path file, int rowFloats, boolean temporary, long segmentBytes) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(
                        new MappedFeatureStore(place, file, temporary, rowFloats, segmentBytes, channel, lock));
            }
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
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

    /** A view positioned at a row; grows the file by whole segments where it must. */
    private ByteBuffer row(long number) throws IOException {
        int segment = (int) (number / rowsPerSegment);
        while (segments.size() <= segment) {
            segments.add(map(segments.size(), rowBytes));
        }
        long offset = number % rowsPerSegment * rowBytes;
        if (offset + rowBytes > segments.get(segment).capacity()) {
            segments.set(segment, map(segment, offset + rowBytes));
        }
        return segments.get(segment).duplicate().order(ByteOrder.LITTLE_ENDIAN).position((int) offset);
    }

    /** Maps what is there of a segment; makes it larger only if that is less than what is needed. */
    private MappedByteBuffer map(int segment, long needed) throws IOException {
        long begin = segment * rowsPerSegment * rowBytes;
        long there = Math.max(0, channel.size() - begin) / rowBytes * rowBytes;
        // Doubling keeps small caches small; a sparse file costs no space for what is not written.
        long size = there >= needed ? there : Math.max(64 * rowBytes, 2 * there);
        return channel.map(FileChannel.MapMode.READ_WRITE, begin, Math.min(rowsPerSegment * rowBytes, size));
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
        } finally {
            OPEN_HERE.remove(place);
        }
    }

    private static GraftException failed(Path file, IOException e) {
        return new GraftException(
                "The feature cache " + file + " cannot be used: " + e.getMessage()
                        + ". Free space there, choose another directory, or raise the memory limit of the cache.",
                e);
    }
}
