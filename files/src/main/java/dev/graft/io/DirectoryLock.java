package dev.graft.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps two owners out of one directory, in this process or in another; the system frees it when the process ends, however
 * it ends.
 */
public final class DirectoryLock implements AutoCloseable {
    /** The file in the directory that is locked. It stays. */
    public static final String FILE = "lock";

    /**
     * Directories that this process holds. A second channel must not even be opened: where locks are POSIX's, closing it
     * would free the lock of the first one ({@link FileLock}, platform dependencies).
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path place;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DirectoryLock(Path place, FileChannel channel) {
        this.place = place;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param directory exists
     * @return empty if it is taken
     * @throws IOException if the directory cannot be written to, or its file system has no locks
     */
    public static Optional<DirectoryLock> take(Path directory) throws IOException {
        Path place = directory.toRealPath();
        if (!HELD_HERE.add(place)) {
            return Optional.empty();
        }
        Optional<DirectoryLock> lock = Optional.empty();
        try {
            lock = takeFromOthers(place);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(place);
            }
        }
    }

    private static Optional<DirectoryLock> takeFromOthers(Path place) throws IOException {
        FileChannel channel =
                FileChannel.open(place.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new DirectoryLock(place, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            // Another class loader's copy of this class has it.
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** Gives it back; a second time does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        } finally {
            HELD_HERE.remove(place);
        }
    }
}
