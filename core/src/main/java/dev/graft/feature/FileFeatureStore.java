package dev.graft.feature;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a file, read and written one by one; the operating system keeps in memory what fits and no more. Not mapped: a
 * full disk under a mapping is no exception but an error of the virtual machine, and a mapped file cannot be deleted
 * everywhere.
 *
 * <p>A row is the image's hash (32 bytes), a checksum over hash and values (8 bytes) and the values (little endian). Rows
 * without a right checksum, left by a killed process, do not count and are written again. One process at a time: the
 * file is locked.
 */
final class FileFeatureStore implements FeatureStore {
    private static final int HEADER = 40;

    /**
     * Files that this process holds locked. Asking the system is not enough: on POSIX systems, closing the channel of a
     * failed second attempt would give up the first one's lock.
     */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path place;
    private final String description;
    private final FileChannel channel;
    private final Optional<FileLock> lock;
    private final ByteBuffer row;
    private final Map<String, Long> index = new LinkedHashMap<>();
    private final Set<String> wanted;
    private final long mostRows;
    /** Images nobody wants now, whose rows may go; empty until the file is full. */
    private @Nullable Deque<String> spare;

    private long rows;

    private FileFeatureStore(
            Path place,
            String description,
            FileChannel channel,
            Optional<FileLock> lock,
            int rowFloats,
            long mostBytes,
            Set<String> wanted)
            throws IOException {
        this.place = place;
        this.description = description;
        this.channel = channel;
        this.lock = lock;
        this.row =
                ByteBuffer.allocateDirect(Math.toIntExact(rowBytes(rowFloats))).order(ByteOrder.LITTLE_ENDIAN);
        this.mostRows = mostBytes / row.capacity();
        this.wanted = Set.copyOf(wanted);
        readIndex();
    }

    /** What an image takes in a file. */
    static long rowBytes(int rowFloats) {
        return HEADER + 4L * rowFloats;
    }

    /**
     * Opens or creates a file that is kept. Once it is as large as it may be, new rows take the place of those that are not
     * wanted.
     *
     * @param mostBytes how large it may grow
     * @param wanted images whose rows must stay
     * @return empty if another process or store uses the file
     * @throws GraftException if it cannot be used
     */
    static Optional<FileFeatureStore> open(Path file, int rowFloats, long mostBytes, Set<String> wanted) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path place = folder.toRealPath().resolve(file.getFileName());
            if (!OPEN_HERE.add(place)) {
                return Optional.empty();
            }
            Optional<FileFeatureStore> store = Optional.empty();
            try {
                store = openLocked(place, file, rowFloats, mostBytes, wanted);
                return store;
            } finally {
                if (store.isEmpty()) {
                    OPEN_HERE.remove(place);
                }
            }
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    private static Optional<FileFeatureStore> openLocked(
            Path place, Path file, int rowFloats, long mostBytes, Set<String> wanted) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new FileFeatureStore(
                        place, file.toString(), channel, Optional.of(lock), rowFloats, mostBytes, wanted));
            }
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Creates a file that is gone when it is closed, or when the process ends, however it ends.
     *
     * @param folder must exist
     * @throws GraftException if it cannot be made
     */
    static FileFeatureStore temporary(Path folder, int rowFloats) {
        try {
            Path file = Files.createTempFile(folder, "graft-", ".features");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new FileFeatureStore(
                    file,
                    "a temporary file in " + folder,
                    channel,
                    Optional.empty(),
                    rowFloats,
                    Long.MAX_VALUE,
                    Set.of());
        } catch (IOException e) {
            throw new GraftException(
                    "No temporary file can be made for the feature cache: " + e.getMessage()
                            + ". Set java.io.tmpdir to a directory with space.",
                    e);
        }
    }

    private void readIndex() throws IOException {
        long count = channel.size() / row.capacity();
        byte[] hash = new byte[32];
        for (long i = 0; i < count; i++) {
            read(i);
            row.get(0, hash);
            if (row.getLong(hash.length) != checksum(hash)) {
                return;
            }
            index.put(HexFormat.of().formatHex(hash), i);
            rows = i + 1;
        }
    }

    /** How many of some images are not there. */
    long missing(Set<String> images) {
        return images.stream().filter(image -> !index.containsKey(image)).count();
    }

    @Override
    public boolean contains(String contentHash) {
        return index.containsKey(contentHash);
    }

    @Override
    public void put(String contentHash, Values values) {
        if (contains(contentHash)) {
            return;
        }
        byte[] hash = HexFormat.of().parseHex(contentHash);
        row.clear();
        row.put(0, hash);
        row.position(HEADER);
        values.write(row.asFloatBuffer());
        row.putLong(hash.length, checksum(hash));
        try {
            long number = place();
            write(number);
            index.put(contentHash, number);
        } catch (IOException e) {
            throw failed(description, e);
        }
    }

    /** The end of the file, or that of a row nobody wants. */
    private long place() throws IOException {
        if (rows < mostRows) {
            return rows++;
        }
        if (spare == null) {
            spare = new ArrayDeque<>(index.keySet().stream()
                    .filter(image -> !wanted.contains(image))
                    .toList());
        }
        if (spare.isEmpty()) {
            throw new IOException("it has its full size, and all its rows are in use");
        }
        return index.remove(spare.remove());
    }

    @Override
    public void get(String contentHash, int from, FloatBuffer target) {
        try {
            read(Lookup.in(index, contentHash, "row"));
        } catch (IOException e) {
            throw failed(description, e);
        }
        row.position(HEADER);
        target.put(row.asFloatBuffer().slice(from, target.remaining()));
    }

    private void read(long number) throws IOException {
        row.clear();
        long position = number * row.capacity();
        while (row.hasRemaining()) {
            if (channel.read(row, position + row.position()) < 0) {
                throw new EOFException("it has become shorter");
            }
        }
    }

    private void write(long number) throws IOException {
        row.clear();
        long position = number * row.capacity();
        while (row.hasRemaining()) {
            channel.write(row, position + row.position());
        }
    }

    /** Over the hash and the values of the row at hand. */
    private long checksum(byte[] hash) {
        CRC32C crc = new CRC32C();
        crc.update(hash);
        crc.update(row.duplicate().clear().position(HEADER));
        // The high bit tells a row of zeros from an unwritten one.
        return crc.getValue() | 1L << 63;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void close() {
        index.clear();
        try {
            // An interruption has closed the channel, and given up the lock with it.
            if (lock.isPresent() && channel.isOpen()) {
                lock.get().release();
            }
            channel.close();
        } catch (IOException e) {
            throw failed(description, e);
        } finally {
            if (lock.isPresent()) {
                OPEN_HERE.remove(place);
            }
        }
    }

    private static GraftException failed(String what, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new GraftException("The training was interrupted while it used the feature cache " + what + ".", e);
        }
        return new FeatureStoreException(
                "The feature cache " + what + " cannot be used: " + e.getMessage()
                        + ". Free space there, choose another directory, or raise the memory limit of the cache.",
                e);
    }
}
