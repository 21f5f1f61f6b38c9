package dev.graft.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Turns warnings that mean lost pixels into errors. Decoders fill what is missing with grey and merely warn; a
 * classifier would learn from the filling. Warnings about metadata are harmless and passed over.
 */
final class DamageListener implements IIOReadWarningListener {
    private static final List<String> SIGNS = List.of(
            "premature end of data",
            "corrupt jpeg data: bad",
            "corrupt data",
            "found marker",
            "bad huffman",
            "truncated",
            "unexpected end",
            "eof",
            "nothing to decode",
            "not implemented",
            "end of file in");

    private static final String NO_END_MARKER = "missing eoi";

    private boolean forgiveMissingEnd;
    private final List<String> damage = new ArrayList<>();

    /** @param forgiveMissingEnd whether a JPEG whose pixels are all there may lack its end marker */
    DamageListener(boolean forgiveMissingEnd) {
        this.forgiveMissingEnd = forgiveMissingEnd;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        if (forgiveMissingEnd && text.contains(NO_END_MARKER)) {
            // Said more than once, the headers are cut off as well.
            forgiveMissingEnd = false;
            return;
        }
        if (SIGNS.stream().anyMatch(text::contains)) {
            damage.add(warning);
        }
    }

    /** @throws IOException if pixels were lost; the message is a reason */
    void check() throws IOException {
        if (!damage.isEmpty()) {
            throw new IOException("its data are damaged or cut off (" + damage.get(0) + ")");
        }
    }
}
