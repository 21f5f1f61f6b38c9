package dev.graft.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Lets readers of ImageIO, chosen by who wrote them, read bytes; damage that they merely warn of is an error. TwelveMonkeys'
 * readers cope with more files than Java's own and behave alike on every JDK. They are made here wherever they can be: what
 * ImageIO's registry holds depends on the class loader of whoever asked it first.
 */
final class ImageReaders {
    private static final String JDK = "com.sun.imageio.";
    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.";

    private ImageReaders() {}

    /** What is done with a reader that has its input. */
    interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** What is read of it. */
    interface Reading {
        void from(ImageReader reader) throws IOException;
    }

    /** The JDK's own reader for a format of ImageIO. */
    static ImageReader ofJdk(String format) throws IOException {
        return registered(format, JDK);
    }

    /** TwelveMonkeys' reader for JPEG. It works on the JDK's, which only the registry gives it. */
    static ImageReader jpeg() throws IOException {
        return registered("JPEG", TWELVE_MONKEYS);
    }

    static ImageReader tiff() {
        return new TIFFImageReaderSpi().createReaderInstance(null);
    }

    static ImageReader webp() {
        return new WebPImageReaderSpi().createReaderInstance(null);
    }

    private static ImageReader registered(String format, String maker) throws IOException {
        for (var readers = ImageIO.getImageReadersByFormatName(format); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(maker)) {
                return reader;
            }
        }
        throw new IOException("this Java has no reader of " + maker + " for " + format);
    }

    /**
     * @param reader is disposed of afterwards
     * @param damage told about warnings
     * @throws IOException if pixels are damaged
     */
    static <T> T use(ImageReader reader, byte[] bytes, DamageListener damage, Use<T> use) throws IOException {
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

    /** The same without a result. */
    static void read(ImageReader reader, byte[] bytes, DamageListener damage, Reading reading) throws IOException {
        use(reader, bytes, damage, opened -> {
            reading.from(opened);
            return bytes;
        });
    }
}
