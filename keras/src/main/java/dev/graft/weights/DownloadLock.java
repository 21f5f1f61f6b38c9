package dev.graft.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to download one file, which one thread of one process has at a time. The lock file {@code NAME.lock} stays
 * behind: deleting it would let two processes lock two files of the same name.
 */
final class DownloadLock {
    private static final Logger log = LoggerFactory.getLogger(DownloadLock.class);

    /**
     * A file lock belongs to the whole process: a second one is refused with an exception, and closing any channel of the
     * file gives up the first.
     */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    /** What is to be done while nobody else may. */
    interface Action {
        Path run() throws InterruptedException;
    }

    private DownloadLock() {}

    /**
     * Waits for the right and uses it.
     *
     * @param target the file to download; its folder is made if need be
     * @throws WeightsException if the folder cannot be written to, or the thread is interrupted while another process has
     *     the right; then it stays interrupted
     */
    static Path holding(Path target, Action action) throws InterruptedException {
        Path file;
        try {
            Path folder = Files.createDirectories(target.getParent()).toRealPath();
            file = folder.resolve(target.getFileName() + ".lock");
        } catch (IOException e) {
            throw failed(target, e);
        }
        ReentrantLock threads = HERE.computeIfAbsent(file, key -> new ReentrantLock());
        threads.lockInterruptibly();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel, target);
            return action.run();
        } catch (IOException e) {
            throw failed(target, e);
        } finally {
            threads.unlock();
        }
    }

    private static void lock(FileChannel channel, Path target) throws IOException {
        if (channel.tryLock() == null) {
            log.info("Another process is downloading {}; waiting for it.", target.getFileName());
            channel.lock();
        }
    }

    private static WeightsException failed(Path target, IOException e) {
        return new WeightsException(
                "The weights cannot be stored as " + target + ": the directory cannot be written to or locked (" + e
                        + "). Choose another one, for example with the environment variable " + CacheDirectory.VARIABLE
                        + ".",
                e);
    }
}
