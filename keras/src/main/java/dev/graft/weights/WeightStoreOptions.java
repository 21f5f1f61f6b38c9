package dev.graft.weights;

import dev.graft.error.GraftException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a {@link WeightStore}.
 *
 * @param directory the cache: files lie here under their published names
 * @param kerasDirectory where Keras keeps its downloads; read, never written to
 * @param folders further folders to look into first; read, never written to
 * @param mirrors base addresses to try in this order before the publisher's own; the file's name is appended
 * @param offline never use the network
 * @param timeout longest silence of a server
 * @param attempts how often an address is tried in a row without anything new arriving, at least 1
 * @param pause before the second attempt; it doubles with every further one
 */
public record WeightStoreOptions(
        Path directory,
        Optional<Path> kerasDirectory,
        List<Path> folders,
        List<URI> mirrors,
        boolean offline,
        Duration timeout,
        int attempts,
        Duration pause) {
    public WeightStoreOptions {
        directory = directory.toAbsolutePath().normalize();
        folders = List.copyOf(folders);
        mirrors = List.copyOf(mirrors);
        mirrors.forEach(WeightStoreOptions::check);
        if (timeout.isNegative() || timeout.isZero() || attempts < 1 || pause.isNegative()) {
            throw new GraftException("A weight store needs a positive timeout, at least one attempt and a pause that is"
                    + " not negative, found " + timeout + ", " + attempts + " and " + pause + ".");
        }
    }

    private static void check(URI mirror) {
        boolean web = String.valueOf(mirror.getScheme()).matches("(?i)https?");
        if (!web || mirror.getHost() == null || mirror.getRawQuery() != null || mirror.getRawFragment() != null) {
            throw new GraftException("A mirror has an http or https address to which a file's name can be appended,"
                    + " found '" + mirror + "'. A local folder can be the directory of the weights instead.");
        }
    }

    /**
     * The cache directory is, in this order, the system property {@code graft.weights}, the environment variable
     * {@code GRAFT_WEIGHTS}, or {@code graft/weights} in the operating system's place for caches: {@code
     * $XDG_CACHE_HOME} or {@code ~/.cache}, on macOS {@code ~/Library/Caches}, on Windows {@code %LOCALAPPDATA%}. Keras's
     * own cache is looked into. Half a minute of silence ends an attempt; there are four, after pauses of 1, 2 and 4
     * seconds.
     */
    public static WeightStoreOptions defaults() {
        return of(CacheDirectory.ofThisProcess());
    }

    static WeightStoreOptions of(CacheDirectory places) {
        return new WeightStoreOptions(
                places.weights(),
                Optional.of(places.kerasModels()),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(30),
                4,
                Duration.ofSeconds(1));
    }

    /** Another cache directory; it is made when something is downloaded. */
    public WeightStoreOptions withDirectory(Path directory) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, timeout, attempts, pause);
    }

    /** Another place of Keras's downloads, or none. */
    public WeightStoreOptions withKerasDirectory(Optional<Path> directory) {
        return new WeightStoreOptions(this.directory, directory, folders, mirrors, offline, timeout, attempts, pause);
    }

    /** Folders to look into first, for example a share that is mounted everywhere. */
    public WeightStoreOptions withFolders(List<Path> folders) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, timeout, attempts, pause);
    }

    /** Base addresses to try before the publisher's own. */
    public WeightStoreOptions withMirrors(List<URI> mirrors) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, timeout, attempts, pause);
    }

    /** Whether to do without the network. */
    public WeightStoreOptions withOffline(boolean offline) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, timeout, attempts, pause);
    }

    /** Another limit of silence. */
    public WeightStoreOptions withTimeout(Duration silence) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, silence, attempts, pause);
    }

    /** Another number of attempts, and another pause before the second one. */
    public WeightStoreOptions withAttempts(int count, Duration pause) {
        return new WeightStoreOptions(directory, kerasDirectory, folders, mirrors, offline, timeout, count, pause);
    }
}
