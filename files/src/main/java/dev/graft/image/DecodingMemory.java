package dev.graft.image;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * How much memory pictures may take while they are decoded, by all threads of a decoder together: a thread whose picture does
 * not fit waits until others are done. Files that were read and pictures that are decoded have a share each; who has a place
 * in the second never waits for the first, so that threads cannot block each other.
 */
final class DecodingMemory {
    /** Shares are counted in pieces of so many bytes: a semaphore counts ints. */
    private static final int PIECE = 4096;

    private final long bytes;
    private final int filePieces;
    private final int picturePieces;
    private final Semaphore files;
    private final Semaphore pictures;

    /** A place in memory, to be given back. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @param bytes most memory of pictures in decoding, besides a quarter as much for their files */
    DecodingMemory(long bytes) {
        this.bytes = bytes;
        this.filePieces = pieces(Math.max(1, bytes / 4));
        this.picturePieces = pieces(bytes);
        // Fair: a large picture must not wait for ever while small ones pass it.
        this.files = new Semaphore(filePieces, true);
        this.pictures = new Semaphore(picturePieces, true);
    }

    /** Half of the largest heap that this Java may have. */
    static DecodingMemory ofHeap() {
        return new DecodingMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    private static int pieces(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + PIECE - 1) / PIECE);
    }

    /** Waits for a place for a file's bytes; one larger than all that there is gets everything. */
    Place forFile(long length) {
        return place(files, Math.min(filePieces, pieces(length)));
    }

    /**
     * Waits for a place for a picture.
     *
     * @throws TooLargeException if it would not fit even alone
     */
    Place forPicture(long needed) throws TooLargeException {
        if (needed > bytes) {
            throw new TooLargeException("decoding it takes " + megabytes(needed) + " MB of memory, more than the "
                    + megabytes(bytes) + " MB that are left for it");
        }
        return place(pictures, pieces(needed));
    }

    private static Place place(Semaphore semaphore, int pieces) {
        semaphore.acquireUninterruptibly(pieces);
        return () -> semaphore.release(pieces);
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }

    /** A picture that this Java's heap is too small for. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String reason) {
            super(reason);
        }
    }
}
