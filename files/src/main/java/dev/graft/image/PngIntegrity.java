package dev.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file. Checks what Java's own PNG reader passes over: the checksums of those that hold the picture.
 */
record PngIntegrity(byte[] bytes) {
    private static final int SIGNATURE_BYTES = 8;
    private static final int CRITICAL = 0x20;

    /** @throws IOException if a critical chunk is cut off or does not match its checksum */
    void check() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(SIGNATURE_BYTES);
        while (buffer.remaining() >= 12) {
            int length = buffer.getInt();
            int start = buffer.position();
            if (length < 0 || length > buffer.remaining() - 8) {
                throw new IOException("the file ends too early");
            }
            String kind = new String(bytes, start, 4, StandardCharsets.ISO_8859_1);
            int stored = buffer.getInt(start + 4 + length);
            if ((bytes[start] & CRITICAL) == 0 && checksum(start, length) != stored) {
                throw new IOException("its data are damaged (checksum of PNG chunk " + kind + ")");
            }
            if (kind.equals("IEND")) {
                return;
            }
            buffer.position(start + 4 + length + 4);
        }
        throw new IOException("the file ends too early");
    }

    /** The content of the first chunk of a kind; empty if there is none before the file ends or makes no sense. */
    Optional<byte[]> content(String wanted) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(SIGNATURE_BYTES);
        while (buffer.remaining() >= 12) {
            int length = buffer.getInt();
            int start = buffer.position();
            if (length < 0 || length > buffer.remaining() - 8) {
                break;
            }
            if (new String(bytes, start, 4, StandardCharsets.ISO_8859_1).equals(wanted)) {
                return Optional.of(Arrays.copyOfRange(bytes, start + 4, start + 4 + length));
            }
            buffer.position(start + 4 + length + 4);
        }
        return Optional.empty();
    }

    private int checksum(int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, start, 4 + length);
        return (int) crc.getValue();
    }
}
