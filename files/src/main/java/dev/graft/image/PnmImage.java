package dev.graft.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The first picture of a portable bitmap, greymap, pixmap (P1 to P6) or arbitrary map (P7, PAM), by the descriptions of
 * Netpbm. Samples are shares of the file's greatest value.
 *
 * @param bytes the file
 * @param layout how the samples lie
 * @param width in pixels
 * @param height in pixels
 * @param channels samples of each pixel
 * @param alpha whether the last sample of each pixel is its opacity
 * @param greatest the value that stands for white, 1..65535
 * @param start where the samples begin
 */
record PnmImage(
        byte[] bytes, Layout layout, int width, int height, int channels, boolean alpha, int greatest, int start)
        implements StoredImage {
    private static final int LONGEST_NUMBER = 9;

    /** How samples are written. */
    enum Layout {
        /** Decimal numbers. */
        TEXT,
        /** The digits 0 and 1, of which 1 is black. */
        DIGITS,
        /** Eight pixels a byte, rows padded, of which 1 is black. */
        BITS,
        /** A byte, or two with the higher first. */
        BYTES
    }

    static PnmImage open(byte[] bytes) throws IOException {
        int kind = bytes[1] - '0';
        Text text = new Text(bytes, 2);
        PnmImage image = kind == 7 ? arbitraryMap(text) : image(kind, text);
        image.checkLength();
        return image;
    }

    private static PnmImage image(int kind, Text text) throws IOException {
        int width = text.number();
        int height = text.number();
        boolean bitmap = kind == 1 || kind == 4;
        int greatest = bitmap ? 1 : text.number();
        Layout layout = switch (kind) {
            case 1 -> Layout.DIGITS;
            case 4 -> Layout.BITS;
            case 2, 3 -> Layout.TEXT;
            default -> Layout.BYTES;
        };
        text.oneSpace();
        int channels = kind == 3 || kind == 6 ? 3 : 1;
        return new PnmImage(text.bytes, layout, width, height, channels, false, checked(greatest), text.at);
    }

    private static PnmImage arbitraryMap(Text text) throws IOException {
        int width = 0;
        int height = 0;
        int channels = 0;
        int greatest = 0;
        for (String word = text.word(); !word.equals("ENDHDR"); word = text.word()) {
            switch (word) {
                case "WIDTH" -> width = text.number();
                case "HEIGHT" -> height = text.number();
                case "DEPTH" -> channels = text.number();
                case "MAXVAL" -> greatest = text.number();
                // The depth says what matters; names of kinds are free.
                case "TUPLTYPE" -> text.word();
                default -> throw new IOException("its header has the unknown line " + word);
            }
        }
        text.oneSpace();
        if (channels < 1 || channels > 4) {
            throw new IOException("it has " + channels + " channels; 1 to 4 can be read");
        }
        boolean alpha = channels % 2 == 0;
        return new PnmImage(text.bytes, Layout.BYTES, width, height, channels, alpha, checked(greatest), text.at);
    }

    private static int checked(int greatest) throws IOException {
        if (greatest < 1 || greatest > 65535) {
            throw new IOException("its greatest value is " + greatest + "; 1 to 65535 can be read");
        }
        return greatest;
    }

    private void checkLength() throws IOException {
        long needed = switch (layout) {
            case TEXT -> 2L * width * height * channels - 1;
            case DIGITS -> (long) width * height;
            case BITS -> (width + 7L) / 8 * height;
            case BYTES -> (long) width * height * channels * (greatest > 255 ? 2 : 1);
        };
        if (bytes.length - start < needed) {
            throw new IOException("the file ends too early");
        }
    }

    @Override
    public long memory() {
        return 64L * width;
    }

    @Override
    public void read(Rows rows) throws IOException {
        Text text = new Text(bytes, start);
        int[] samples = new int[width * channels];
        byte[] rgb = new byte[width * 3];
        for (int y = 0; y < height; y++) {
            readRow(text, samples);
            for (int x = 0; x < width; x++) {
                int opacity = alpha ? eightBits(samples[x * channels + channels - 1]) : 255;
                for (int c = 0; c < 3; c++) {
                    int sample = samples[x * channels + (channels < 3 ? 0 : c)];
                    rgb[x * 3 + c] = (byte) Blend.scaled(eightBits(sample), opacity);
                }
            }
            rows.row(y, rgb);
        }
    }

    private int eightBits(int sample) {
        return (sample * 255 + greatest / 2) / greatest;
    }

    private void readRow(Text text, int[] samples) throws IOException {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = switch (layout) {
                case TEXT -> text.number();
                case DIGITS -> 1 - text.digit();
                case BITS -> 1 - (bytes[text.at + i / 8] >> (7 - i % 8) & 1);
                case BYTES -> greatest > 255 ? text.twoBytes() : text.oneByte();
            };
            if (samples[i] < 0 || samples[i] > greatest) {
                throw new IOException("its data are damaged (a sample of " + samples[i] + " of " + greatest + ")");
            }
        }
        if (layout == Layout.BITS) {
            text.at += (width + 7) / 8;
        }
    }

    /** A place in the file. */
    private static final class Text {
        private final byte[] bytes;
        private int at;

        Text(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        private int oneByte() throws IOException {
            if (at == bytes.length) {
                throw new IOException("the file ends too early");
            }
            return bytes[at++] & 0xFF;
        }

        private int twoBytes() throws IOException {
            return oneByte() << 8 | oneByte();
        }

        /** Moves to what is neither space nor comment. */
        private void skipSpace() throws IOException {
            boolean comment = false;
            int next = oneByte();
            while (comment || next == '#' || Character.isWhitespace(next)) {
                comment = next == '#' || comment && next != '\n' && next != '\r';
                next = oneByte();
            }
            at--;
        }

        String word() throws IOException {
            skipSpace();
            int from = at;
            while (at < bytes.length && !Character.isWhitespace(bytes[at])) {
                at++;
            }
            return new String(bytes, from, Math.min(at - from, 64), StandardCharsets.US_ASCII);
        }

        int number() throws IOException {
            String word = word();
            if (word.isEmpty()
                    || word.length() > LONGEST_NUMBER
                    || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IOException("its data are damaged (" + word + " instead of a number)");
            }
            return Integer.parseInt(word);
        }

        int digit() throws IOException {
            skipSpace();
            int digit = oneByte() - '0';
            if (digit != 0 && digit != 1) {
                throw new IOException("its data are damaged (a bit that is neither 0 nor 1)");
            }
            return digit;
        }

        void oneSpace() throws IOException {
            if (!Character.isWhitespace(oneByte())) {
                throw new IOException("its data are damaged (no space behind the header)");
            }
        }
    }
}
