package dev.graft.weights;

import dev.graft.error.GraftException;
import dev.graft.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published weights on this machine: finds them where they lie already, else downloads them once. A file is used only
 * after its size and checksum were found right.
 *
 * <p>Looked into, in this order: {@link WeightStoreOptions#folders()}, the cache directory, Keras's own cache. Only the
 * cache directory is ever written to. An interrupted or broken download goes on where it ended, also in another process;
 * two processes or threads that want the same file download it once.
 *
 * <p>Settings only, immutable and thread-safe.
 */
public final class WeightStore {
    private static final Logger log = LoggerFactory.getLogger(WeightStore.class);

    private final WeightStoreOptions options;
    private final Progress progress;

    /** A store with given settings. Nothing is read or made yet. */
    public WeightStore(WeightStoreOptions options) {
        this(options, Progress.NONE);
    }

    private WeightStore(WeightStoreOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** A store in the conventional place, see {@link WeightStoreOptions#defaults()}. */
    public static WeightStore defaults() {
        return new WeightStore(WeightStoreOptions.defaults());
    }

    /** The same store, whose downloads someone is told about, in bytes. */
    public WeightStore withProgress(Progress listener) {
        return new WeightStore(options, listener);
    }

    /** The settings. */
    public WeightStoreOptions options() {
        return options;
    }

    /**
     * Where published weights lie on this machine, verified; never uses the network.
     *
     * @param weights published at an address
     */
    public Optional<Path> find(WeightsDescriptor weights) {
        return look(weights, new ArrayList<>());
    }

    /**
     * Finds or downloads published weights.
     *
     * @param weights published at an address
     * @return a file that is whole and right
     * @throws WeightsUnavailableException if they are not here and cannot be downloaded; it says where from and where to
     *     put them by hand
     * @throws WeightsException if they cannot be stored, or the thread was interrupted; what has arrived is kept
     */
    public Path fetch(WeightsDescriptor weights) {
        List<String> rejected = new ArrayList<>();
        Optional<Path> found = look(weights, rejected);
        if (found.isPresent()) {
            return found.get();
        }
        if (options.offline()) {
            throw offline(weights, rejected);
        }
        Path target = target(weights);
        try {
            return DownloadLock.holding(target, () -> {
                // Another thread or process may have got it while this one waited.
                Optional<Path> meanwhile = inCache(weights, new ArrayList<>());
                return meanwhile.isPresent() ? meanwhile.get() : download(weights, target);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(target, e);
        } catch (GraftException e) {
            // A file that was just being written or locked fails when its thread is interrupted.
            throw Thread.currentThread().isInterrupted() ? interrupted(target, e) : e;
        }
    }

    private static WeightsException interrupted(Path target, Exception cause) {
        return new WeightsException(
                "The download of " + target.getFileName() + " was interrupted. What has arrived is kept in "
                        + target.getParent() + "; the next attempt goes on from there.",
                cause);
    }

    private Path download(WeightsDescriptor weights, Path target) throws InterruptedException {
        PartialFile part = new PartialFile(target);
        List<String> problems = new Download(weights, target.getFileName().toString(), part, options, progress)
                .from(addresses(weights));
        if (!problems.isEmpty()) {
            throw new WeightsUnavailableException("The weights " + weights.id() + " could not be downloaded ("
                    + String.join("; ", problems) + "). Expected " + expected(weights)
                    + ". Check the network and the proxy settings, name a mirror, or " + byHand(weights));
        }
        part.finish();
        VerifiedNote.write(target, weights);
        return target;
    }

    private List<URI> addresses(WeightsDescriptor weights) {
        List<URI> addresses = new ArrayList<>();
        for (URI mirror : options.mirrors()) {
            String base = mirror.toString();
            addresses.add(URI.create(
                    base + (base.endsWith("/") ? "" : "/") + published(weights).fileName()));
        }
        addresses.add(published(weights).address());
        return addresses;
    }

    private Optional<Path> look(WeightsDescriptor weights, List<String> rejected) {
        String name = published(weights).fileName();
        for (Path folder : options.folders()) {
            Optional<Path> found = verified(folder.resolve(name), weights, rejected);
            if (found.isPresent()) {
                return found;
            }
        }
        return inCache(weights, rejected)
                .or(() -> options.kerasDirectory()
                        .flatMap(directory -> verified(directory.resolve(name), weights, rejected)));
    }

    private Optional<Path> inCache(WeightsDescriptor weights, List<String> rejected) {
        Path file = target(weights);
        if (VerifiedNote.holds(file, weights)) {
            return Optional.of(file);
        }
        Optional<Path> found = verified(file, weights, rejected);
        found.ifPresent(path -> VerifiedNote.write(path, weights));
        return found;
    }

    private static Optional<Path> verified(Path file, WeightsDescriptor weights, List<String> rejected) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Optional<String> problem = FileCheck.problem(file, weights);
            if (problem.isEmpty()) {
                return Optional.of(file);
            }
            rejected.add(file + " " + problem.get());
        } catch (IOException e) {
            rejected.add(file + " cannot be read (" + e + ")");
        }
        log.warn("Not used: {}", rejected.get(rejected.size() - 1));
        return Optional.empty();
    }

    private WeightsUnavailableException offline(WeightsDescriptor weights, List<String> rejected) {
        String found = rejected.isEmpty() ? "are not on this machine" : "are not right: " + String.join("; ", rejected);
        return new WeightsUnavailableException("The weights " + weights.id() + " " + found
                + ", and the network is not to be used. Expected " + expected(weights) + ". Allow the network, or "
                + byHand(weights));
    }

    private static String expected(WeightsDescriptor weights) {
        return (weights.bytes() > 0 ? weights.bytes() + " bytes with " : "") + weights.checksum();
    }

    private String byHand(WeightsDescriptor weights) {
        return "get " + published(weights).address() + " on another machine and put it at " + target(weights) + ".";
    }

    private Path target(WeightsDescriptor weights) {
        return options.directory().resolve(published(weights).fileName());
    }

    private static WeightsLocation.Published published(WeightsDescriptor weights) {
        if (weights.location() instanceof WeightsLocation.Published published) {
            return published;
        }
        throw new GraftException("The weights " + weights.id() + " are in a jar (" + weights.location()
                + "); they need no store. Use BackboneWeights.bundled.");
    }
}
