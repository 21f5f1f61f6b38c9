package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.image.DecodedPictures;
import dev.graft.progress.Progress;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How to read a data set.
 *
 * @param groupPattern finds an image's group in its file name, or in its name relative to the data set's root if the
 *     pattern contains a {@code /}; the group is the first capture group, or the whole match without one
 * @param onUnreadable what to do about files that cannot be decoded
 * @param threads how many files are read at a time, at least 1
 * @param progress told about every file read
 * @param fingerprints whether it is noted what images look like, so that a split can keep near duplicates together
 * @param labelPattern finds an image's class as {@code groupPattern} finds its group, instead of folders and label columns
 * @param readySplit what to do with a split that images come with
 * @param pictures get each picture while it is checked, so that a training need not decode it again
 */
public record ReadOptions(
        Optional<Pattern> groupPattern,
        OnUnreadable onUnreadable,
        int threads,
        Progress progress,
        boolean fingerprints,
        Optional<Pattern> labelPattern,
        ReadySplit readySplit,
        Optional<DecodedPictures> pictures) {
    /** What to do with a split that images come with: folders such as {@code train} and {@code test}, or a column. */
    public enum ReadySplit {
        /** Keep to it. */
        USE,
        /** Read all parts as one set without a split. */
        IGNORE
    }

    /** What to do about image files that cannot be decoded. */
    public enum OnUnreadable {
        /** Leave them out and list them in {@link ImageDataset#unreadable()}. */
        SKIP,
        /** Throw, naming them. */
        FAIL
    }

    public ReadOptions {
        Threads.check(threads);
    }

    /**
     * No groups, unreadable files skipped, one thread for each processor up to 8, no progress shown, near duplicates can be
     * found, classes from folders or a column, a split that images come with is kept.
     */
    public static ReadOptions defaults() {
        return new ReadOptions(
                Optional.empty(),
                OnUnreadable.SKIP,
                Threads.defaultCount(),
                Progress.NONE,
                true,
                Optional.empty(),
                ReadySplit.USE,
                Optional.empty());
    }

    /**
     * @param pattern a regular expression, see {@link #groupPattern()}
     * @throws GraftException if it is no valid regular expression
     */
    public ReadOptions withGroupPattern(String pattern) {
        return new ReadOptions(
                Optional.of(compiled("group", pattern)),
                onUnreadable,
                threads,
                progress,
                fingerprints,
                labelPattern,
                readySplit,
                pictures);
    }

    /**
     * Takes classes from file names, so that folders do not count.
     *
     * @param pattern a regular expression, see {@link #labelPattern()}
     * @throws GraftException if it is no valid regular expression
     */
    public ReadOptions withLabelPattern(String pattern) {
        return new ReadOptions(
                groupPattern,
                onUnreadable,
                threads,
                progress,
                fingerprints,
                Optional.of(compiled("label", pattern)),
                readySplit,
                pictures);
    }

    static Pattern compiled(String what, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new GraftException(
                    "The " + what + " pattern \"" + pattern + "\" is no regular expression: " + e.getDescription()
                            + " near index " + e.getIndex()
                            + ". An example that works: \"patient(\\d+)\" for names like patient12_slice3.png.",
                    e);
        }
    }

    /** What to do with a split that images come with; it is kept by default. */
    public ReadOptions withReadySplit(ReadySplit choice) {
        return new ReadOptions(
                groupPattern, onUnreadable, threads, progress, fingerprints, labelPattern, choice, pictures);
    }

    public ReadOptions withOnUnreadable(OnUnreadable choice) {
        return new ReadOptions(
                groupPattern, choice, threads, progress, fingerprints, labelPattern, readySplit, pictures);
    }

    /** @param count at least 1 */
    public ReadOptions withThreads(int count) {
        return new ReadOptions(
                groupPattern, onUnreadable, count, progress, fingerprints, labelPattern, readySplit, pictures);
    }

    public ReadOptions withProgress(Progress listener) {
        return new ReadOptions(
                groupPattern, onUnreadable, threads, listener, fingerprints, labelPattern, readySplit, pictures);
    }

    /** Whether a split can keep near duplicates together; takes a kilobyte an image. */
    public ReadOptions withFingerprints(boolean wanted) {
        return new ReadOptions(
                groupPattern, onUnreadable, threads, progress, wanted, labelPattern, readySplit, pictures);
    }

    /**
     * Keeps the pictures while files are checked, so that a training at that size need not decode them again; none are kept
     * by default. The training goes on with this object: it sets its limit, and forgets pictures that it needs no more.
     */
    public ReadOptions withPictures(DecodedPictures kept) {
        return new ReadOptions(
                groupPattern,
                onUnreadable,
                threads,
                progress,
                fingerprints,
                labelPattern,
                readySplit,
                Optional.of(kept));
    }
}
