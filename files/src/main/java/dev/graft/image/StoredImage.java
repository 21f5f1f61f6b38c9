package dev.graft.image;

import java.io.IOException;

/** An image file whose header was read and checked, but whose pixels were not yet decoded. */
interface StoredImage {
    /** In pixels, before any orientation is applied. */
    int width();

    /** In pixels, before any orientation is applied. */
    int height();

    /** How many pictures the file holds: pages, frames. Only the first is read. */
    default int pictures() {
        return 1;
    }

    /** How the picture has to be turned. */
    default Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    /** About how many bytes decoding takes besides what is made of the rows. */
    long memory();

    /**
     * Decodes the pixels; to be called once.
     *
     * @throws IOException if they are damaged; the message is a reason
     */
    void read(Rows rows) throws IOException;

    /** Who gets the rows: red, green and blue of each pixel, from the top to the bottom as stored. */
    interface Rows {
        void row(int y, byte[] rgb);
    }

    /**
     * Reads a file's header.
     *
     * @throws IOException if it is damaged or of a variant that is not read; the message is a reason
     */
    static StoredImage open(ImageFormat format, byte[] bytes) throws IOException {
        return switch (format) {
            case JPEG -> JpegImage.open(bytes);
            case PNG -> PngImage.open(bytes);
            case GIF -> GifImage.open(bytes);
            case BMP -> BmpImage.open(bytes);
            case TIFF -> TiffImage.open(bytes);
            case WEBP -> WebpImage.open(bytes);
            case PNM -> PnmImage.open(bytes);
        };
    }
}
