package dev.graft.data;

import dev.graft.image.DecodedPictures;
import dev.graft.image.FileBytes;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.image.UnreadableImageException;
import dev.graft.progress.Progress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Decodes and resizes pictures of a data set on several threads and hands them out in the order asked for. Only a
 * bounded number wait in memory. To be used by one thread and closed:
 *
 * <pre>{@code
 * try (ImageLoader loader = new ImageLoader(dataset, split.train(), LoadOptions.size(224, 224))) {
 *     while (loader.hasNext()) {
 *         LoadedImage next = loader.next();
 *     }
 * }
 * }</pre>
 */
public final class ImageLoader implements Iterator<LoadedImage>, AutoCloseable {
    private final LookAhead<LoadedImage> pictures;
    private final Progress.Task task;

    /**
     * Starts nothing yet; threads start with the first call of {@link #next()}.
     *
     * @param dataset where the pictures are
     * @param indices which ones, in which order; may repeat
     * @throws IndexOutOfBoundsException if an index is not in the data set
     */
    public ImageLoader(ImageDataset dataset, List<Integer> indices, LoadOptions options) {
        this(dataset, indices, options, DecodedPictures.none(), PictureChange.NONE);
    }

    /**
     * The same, with pictures that are kept and changed.
     *
     * @param kept pictures of this size and interpolation, decoded once
     * @param change what is done to each picture before it is handed out
     */
    public ImageLoader(
            ImageDataset dataset,
            List<Integer> indices,
            LoadOptions options,
            DecodedPictures kept,
            PictureChange change) {
        List<Integer> order = List.copyOf(indices);
        List<ImageSample> samples = order.stream().map(dataset.samples()::get).toList();
        ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_PIXEL_LIMIT, options.interpolation());
        Iterator<Callable<LoadedImage>> tasks = IntStream.range(0, order.size())
                .<Callable<LoadedImage>>mapToObj(i -> () -> {
                    RgbImage picture = picture(decoder, samples.get(i), options, kept);
                    return new LoadedImage(order.get(i), change.apply(i, picture));
                })
                .iterator();
        this.pictures = new LookAhead<>(options.threads(), options.lookAhead(), tasks);
        this.task = options.progress().start("Decoding images", order.size());
    }

    private static RgbImage picture(
            ImageDecoder decoder, ImageSample sample, LoadOptions options, DecodedPictures kept) {
        return kept.get(sample.contentHash()).orElseGet(() -> {
            RgbImage decoded = decoded(decoder, sample, options);
            kept.offer(sample.contentHash(), decoded);
            return decoded;
        });
    }

    private static RgbImage decoded(ImageDecoder decoder, ImageSample sample, LoadOptions options) {
        String name = sample.path().toString();
        try (FileBytes file = decoder.open(sample.path(), name)) {
            if (!ContentHash.of(file.bytes()).equals(sample.contentHash())) {
                throw new UnreadableImageException(
                        name, "the file has changed since the data set was read; read it again");
            }
            return decoder.decode(file, options.width(), options.height());
        }
    }

    @Override
    public boolean hasNext() {
        return pictures.hasNext();
    }

    /**
     * Waits for the next picture. After an error nothing more is handed out.
     *
     * @throws UnreadableImageException if the file is gone, damaged, or not the one that was read into the data set
     * @throws dev.graft.error.GraftException if this thread is interrupted; it stays marked as interrupted
     * @throws java.util.NoSuchElementException if none is left
     */
    @Override
    public LoadedImage next() {
        LoadedImage image = pictures.next();
        task.advance(1);
        return image;
    }

    /** Stops the threads and ends the progress; may be called again. */
    @Override
    public void close() {
        pictures.close();
        task.close();
    }
}
