package dev.graft.weights;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that fetches one file and prints where it lies. */
final class StoreProbe {
    private StoreProbe() {}

    public static void main(String[] arguments) {
        WeightStoreOptions options = WeightStoreOptions.defaults()
                .withDirectory(Path.of(arguments[0]))
                .withKerasDirectory(Optional.empty());
        System.out.println("fetched "
                + new WeightStore(options)
                        .fetch(TestWeights.descriptor(URI.create(arguments[1]), 0, Checksum.sha256(arguments[2]))));
    }
}
