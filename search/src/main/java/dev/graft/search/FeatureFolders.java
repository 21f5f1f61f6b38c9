package dev.graft.search;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/** Folders of frozen features, one for trials that share them. When they take too much space, those not used for longest go. */
final class FeatureFolders {
    private final Path directory;
    private final long mostBytes;
    private final Set<Path> byUse = new LinkedHashSet<>();
    private final Map<Path, Integer> users = new HashMap<>();

    FeatureFolders(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        byUse.addAll(Folders.entries(directory));
    }

    /** A folder in use. */
    record Place(Path folder, FeatureFolders shelf) implements AutoCloseable {
        @Override
        public void close() {
            shelf.leave(folder);
        }
    }

    /** @param sharing equal for those that share features */
    static Path folder(Path directory, String sharing) {
        return directory.resolve(DigestUtils.sha256Hex(sharing).substring(0, 16));
    }

    /** @param sharing equal for those that share features */
    synchronized Place use(String sharing) {
        Path folder = folder(directory, sharing);
        byUse.remove(folder);
        byUse.add(folder);
        users.merge(folder, 1, Integer::sum);
        makeRoom();
        return new Place(Folders.make(folder), this);
    }

    private synchronized void leave(Path folder) {
        users.computeIfPresent(folder, (key, count) -> count == 1 ? null : count - 1);
        makeRoom();
    }

    private void makeRoom() {
        long bytes = byUse.stream().mapToLong(Folders::bytes).sum();
        for (Path folder : List.copyOf(byUse)) {
            if (bytes <= mostBytes) {
                return;
            }
            if (!users.containsKey(folder)) {
                bytes -= Folders.bytes(folder);
                Folders.remove(folder);
                byUse.remove(folder);
            }
        }
    }
}
