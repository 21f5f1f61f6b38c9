package dev.graft.weights;

import io.jhdf.HdfFile;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import io.jhdf.object.datatype.OpaqueDataType;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * An open HDF5 file. It is read through a channel and never mapped into memory: a mapping outlives {@link #close()} and
 * keeps Windows from deleting or replacing the file. Whatever jHDF throws becomes a {@link WeightsException} that names
 * the file.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">The format</a>
 */
final class Hdf5File implements AutoCloseable {
    private final String source;
    private final SeekableByteChannel channel;
    private final HdfFile file;

    private Hdf5File(String source, SeekableByteChannel channel) {
        this.source = source;
        this.channel = channel;
        // This file is never closed itself: HdfFile.close() of jHDF 0.13.0 throws when the file has no path.
        this.file = guard(() -> new HdfFile(new FileChannelFromSeekableByteChannel(channel)));
        long expected = guard(() -> file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
        if (expected > size()) {
            throw damaged("it is cut off; it has " + size() + " bytes of " + expected);
        }
    }

    /**
     * Opens a file.
     *
     * @param source where the content came from, for messages
     * @param options beside reading
     * @throws WeightsException if the content is damaged
     */
    static Hdf5File open(Path file, String source, OpenOption... options) throws IOException {
        SeekableByteChannel channel = new WholeReads(Files.newByteChannel(file, options));
        try {
            return new Hdf5File(source, channel);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    String source() {
        return source;
    }

    Hdf5Group root() {
        return new Hdf5Group(this, file);
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new WeightsException("The weights " + source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Runs a reader of jHDF, which meets damage with all sorts of exceptions. */
    <T> T guard(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (WeightsException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new WeightsException(message("a size in it exceeds the memory of this program"), e);
        } catch (RuntimeException | StackOverflowError e) {
            Throwable cause = deepest(e);
            if (isOpaque(cause)) {
                throw new WeightsException(
                        "The weights " + source + " hold values of an opaque type, which is how Keras"
                                + " writes bfloat16. Floating-point numbers and integers are understood: save the weights in"
                                + " float32.",
                        e);
            }
            throw new WeightsException(message(reason(cause)), e);
        }
    }

    /** jHDF 0.13.0 cannot read an opaque type without a tag; such are bfloat16 weights of Keras. */
    private static boolean isOpaque(Throwable error) {
        return Arrays.stream(error.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(OpaqueDataType.class.getName()));
    }

    WeightsException damaged(String what) {
        return new WeightsException(message(what));
    }

    private String message(String what) {
        return "The weights " + source + " are damaged: " + what + ". Get the file again.";
    }

    private static String reason(Throwable error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }

    private static Throwable deepest(Throwable error) {
        return error.getCause() == null ? error : deepest(error.getCause());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WeightsException("The weights " + source + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
