package dev.graft.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file is, told by its first bytes and never by its name: an {@link ImageFormat} that can be decoded, or a
 * {@link ForeignFormat} that is known by name alone. The bytes after those looked at may still be damaged.
 */
public sealed interface FileKind permits ImageFormat, ForeignFormat {
    /** Signatures lie within so many bytes: NIfTI's is the last, at 344. */
    int SIGNATURE_BYTES = 512;

    /** What to call it in a sentence, without an article, such as {@code JPEG} or {@code Git LFS pointer}. */
    String title();

    /** @param start the file's first {@value #SIGNATURE_BYTES} bytes or more; all of them if it is shorter */
    static FileKind of(byte[] start) {
        Signature signature = new Signature(start);
        return ImageFormat.of(signature).<FileKind>map(format -> format).orElseGet(() -> ForeignFormat.of(signature));
    }

    /**
     * Opens a plain file and looks at its first bytes. Do not ask about pipes and devices: reading them may wait for ever.
     *
     * @throws IOException if it cannot be opened or read
     */
    static FileKind of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(SIGNATURE_BYTES));
        }
    }
}
