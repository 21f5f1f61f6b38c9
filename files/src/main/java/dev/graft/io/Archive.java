package dev.graft.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip file of few entries that are known by name and not packed: how this library keeps JSON and numbers in one file.
 *
 * <p>It may come from a stranger. Opening it reads its directory alone, which is refused if it is longer than such a file
 * needs, names anything that does not belong, or names something twice. Names never become paths. What is read is bounded
 * by the size of the file: nothing expands.
 */
public final class Archive implements AutoCloseable {
    /** Signature of the end of a zip file's directory, which is 22 bytes long without a comment. */
    private static final int END = 0x06054b50;

    private static final int END_LENGTH = 22;
    private static final int COUNT_AT = 10;
    private static final int SIZE_AT = 12;

    /** What a directory may need for one entry: 46 bytes, its name, and times. */
    private static final int LARGEST_DIRECTORY_ENTRY = 1 << 10;

    /** Deflated without compression, a block of 65535 bytes takes 5 more, and never fewer than it holds. */
    private static final long PACKING_SLACK = 1 << 10;

    /** From here on a zip file needs extensions. */
    private static final long LARGEST = (1L << 32) - (1L << 20);

    /** Something to write; it may be called twice and writes the same. */
    public interface Content {
        /** @param out need not be closed or flushed */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Reads an entry. */
    public interface Reader<T> {
        /** @param in ends where the entry ends; need not be read to its end or closed */
        T read(InputStream in) throws IOException;
    }

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private Archive(ZipFile zip, Map<String, ZipEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Opens an archive.
     *
     * @param names all that may be in it
     * @throws ZipException if it is no such archive, or cut off
     * @throws IOException if it cannot be read
     */
    public static Archive open(Path file, Set<String> names) throws IOException {
        requireSmallDirectory(file, names.size());
        ZipFile zip = new ZipFile(file.toFile());
        try {
            Map<String, ZipEntry> entries = new HashMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                check(entry, names);
                if (entries.put(entry.getName(), entry) != null) {
                    throw new ZipException("its entry " + entry.getName() + " is there twice");
                }
            }
            return new Archive(zip, entries);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /**
     * Looks at the end of any zip file before Java opens it, which reads the whole directory into memory, whatever its
     * length.
     *
     * @param most entries that it may have
     * @throws ZipException if it has more, is cut off or is no zip file
     */
    public static void requireSmallDirectory(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer end = ByteBuffer.allocate(END_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            long from = channel.size() - END_LENGTH;
            while (from >= 0 && end.hasRemaining() && channel.read(end, from + end.position()) >= 0) {}
            if (end.hasRemaining() || end.getInt(0) != END) {
                throw new ZipException("it does not end as a zip file");
            }
            int count = Short.toUnsignedInt(end.getShort(COUNT_AT));
            long size = Integer.toUnsignedLong(end.getInt(SIZE_AT));
            if (count > most || size > (long) most * LARGEST_DIRECTORY_ENTRY) {
                throw new ZipException("its directory of " + count + " entries has " + size + " bytes, at most " + most
                        + " belong there");
            }
        }
    }

    private static void check(ZipEntry entry, Set<String> names) throws ZipException {
        if (!names.contains(entry.getName())) {
            String name = entry.getName();
            throw new ZipException(
                    "its entry '" + name.substring(0, Math.min(80, name.length())) + "' does not belong there");
        }
        if (entry.getSize() < 0 || entry.getSize() > entry.getCompressedSize() + PACKING_SLACK) {
            throw new ZipException("its entry " + entry.getName() + " is packed, " + entry.getSize() + " bytes in "
                    + entry.getCompressedSize());
        }
    }

    /** Whether there is an entry of that name. */
    public boolean holds(String name) {
        return entries.containsKey(name);
    }

    /** Number of bytes of an entry; 0 if it is not there. */
    public long size(String name) {
        ZipEntry entry = entries.get(name);
        return entry == null ? 0 : entry.getSize();
    }

    /**
     * Reads an entry and compares its checksum, which Java leaves aside.
     *
     * @throws ZipException if it is not there, or damaged
     */
    public <T> T read(String name, Reader<T> reader) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new ZipException("it has no entry " + name);
        }
        try (CheckedInputStream in =
                new CheckedInputStream(new Limited(zip.getInputStream(entry), entry.getSize()), new CRC32())) {
            T result = reader.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("its entry " + name + " does not have the checksum it should");
            }
            return result;
        }
    }

    /**
     * Compares the checksums of all entries.
     *
     * @throws ZipException if one is damaged
     */
    public void verify() throws IOException {
        for (String name : entries.keySet()) {
            read(name, in -> name);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /**
     * Adds an entry as it is, so that others can read it in place.
     *
     * @throws ZipException if it has more than four gigabytes
     */
    public static void store(ZipOutputStream zip, String name, Content content) throws IOException {
        // A zip file wants to know size and checksum before the bytes.
        Counting counting = new Counting();
        CheckedOutputStream checked = new CheckedOutputStream(counting, new CRC32());
        content.writeTo(checked);
        checked.flush();
        if (counting.bytes > LARGEST) {
            throw new ZipException("its entry " + name + " would have " + counting.bytes + " bytes, at most " + LARGEST
                    + " fit into an archive");
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(counting.bytes);
        entry.setCrc(checked.getChecksum().getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    private static final class Counting extends OutputStream {
        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] values, int from, int count) {
            bytes += count;
        }
    }

    /** What was said to be an entry's size is all that is read of it. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(target, from, (int) Math.min(count, left));
            if (read < 0) {
                throw new ZipException("an entry is shorter than it says");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
