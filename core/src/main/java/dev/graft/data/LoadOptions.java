package dev.graft.data;

import dev.graft.image.Interpolation;
import dev.graft.progress.Progress;

/**
 * How to load pictures.
 *
 * @param width of every loaded picture in pixels, at least 1
 * @param height of every loaded picture in pixels, at least 1
 * @param interpolation how to resize
 * @param threads how many pictures are decoded at a time, at least 1
 * @param lookAhead how many pictures may be in memory before they are asked for, at least 1
 * @param progress told about every picture handed out
 */
public record LoadOptions(
        int width, int height, Interpolation interpolation, int threads, int lookAhead, Progress progress) {
    public LoadOptions {
        Threads.check(threads);
        if (width < 1 || height < 1 || lookAhead < 1) {
            throw new IllegalArgumentException("Width, height and look-ahead must be at least 1, found " + width + ", "
                    + height + " and " + lookAhead);
        }
    }

    /** Pictures of one size: {@link Interpolation#BILINEAR}, default threads, a look-ahead of four a thread. */
    public static LoadOptions size(int width, int height) {
        int threads = Threads.defaultCount();
        return new LoadOptions(width, height, Interpolation.BILINEAR, threads, 4 * threads, Progress.NONE);
    }

    public LoadOptions withInterpolation(Interpolation choice) {
        return new LoadOptions(width, height, choice, threads, lookAhead, progress);
    }

    /** @param count at least 1; the look-ahead becomes four a thread */
    public LoadOptions withThreads(int count) {
        return new LoadOptions(width, height, interpolation, count, 4 * count, progress);
    }

    /** @param count at least 1 */
    public LoadOptions withLookAhead(int count) {
        return new LoadOptions(width, height, interpolation, threads, count, progress);
    }

    public LoadOptions withProgress(Progress listener) {
        return new LoadOptions(width, height, interpolation, threads, lookAhead, listener);
    }
}
