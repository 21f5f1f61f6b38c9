package dev.graft.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files that a stranger may have made: they are read whole, and only if they are as small as they should be. */
public final class BoundedFile {
    /** Bytes that notes, settings and policies may have. */
    public static final int SMALL = 1 << 20;

    private BoundedFile() {}

    /**
     * Reads a file.
     *
     * @param most bytes that it may have
     * @throws IOException if it is larger, no plain file, or cannot be read
     */
    public static byte[] read(Path file, int most) throws IOException {
        // A pipe might wait for ever, a device never end. What is not there is for the next line to say.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no plain file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IOException("it has more than " + most + " bytes");
            }
            return content;
        }
    }

    /**
     * Reads a text in UTF-8.
     *
     * @throws IOException as {@link #read} does, and for bytes that are no UTF-8
     */
    public static String readText(Path file, int most) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(read(file, most)))
                .toString();
    }
}
