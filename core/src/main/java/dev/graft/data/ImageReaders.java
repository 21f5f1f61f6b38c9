package dev.graft.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Lets readers of ImageIO, chosen by who wrote them, read bytes; damage that they merely warn of is an error. */
final class ImageReaders {
    /** They cope with more files than Java's own readers and behave alike on every JDK. */
    static final String TWELVE_MONKEYS = "com.twelvemonkeys.";
    /** The JDK's own. */
    static final String JDK = "com.sun.imageio.";

    private ImageReaders() {}

    /** What is done with a reader that has its input. */
    interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    /**
     * @param format ImageIO's name of a format
     * @param maker how the wanted reader's class begins
     * @param damage told about warnings
     * @throws IOException if there is no such reader, or pixels are damaged
     */
    static <T> T use(String format, String maker, byte[] bytes, DamageListener damage, Use<T> use) throws IOException {
        ImageReader reader = reader(format, maker);
        reader.addIIOReadWarningListener(damage);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, false, true);
            T result = use.with(reader);
            damage.check();
            return result;
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(String format, String maker) throws IOException {
        for (var readers = ImageIO.getImageReadersByFormatName(format); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(maker)) {
                return reader;
            }
        }
        throw new IOException("this Java has no reader of " + maker + " for " + format);
    }
}
