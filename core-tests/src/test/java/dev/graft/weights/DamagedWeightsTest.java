package dev.graft.weights;

import dev.graft.model.TransferModel;
import dev.graft.testkit.io.Mutations;
import dev.graft.testkit.io.ZipContent;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged weights are read or refused, and a refusal changes nothing. */
class DamagedWeightsTest {
    @TempDir
    Path directory;

    private final TransferModel model = TestModels.tiny(new TinyBackbone(0), 9);
    private final List<String> layers = model.description().backboneLayers().stream()
            .map(layer -> layer.name())
            .toList();

    /** jHDF allocates what a size in the file asks for before it reads; beyond the heap that is a refusal like others. */
    private static final long ANY = Long.MAX_VALUE;

    private void check(String name, long heapBytes, Mutations.Damage damage) {
        Path file = directory.resolve(name);
        Snapshot[] before = {Snapshot.of(model.graph())};
        new Mutations(heapBytes).check(name, damage, content -> {
            Files.write(file, content);
            try {
                BackboneWeights.file(file).loadInto(model.graph(), layers);
                before[0] = Snapshot.of(model.graph());
            } catch (WeightsException e) {
                if (!before[0].changed(Snapshot.of(model.graph())).isEmpty()) {
                    throw new AssertionError("A refusal left a part of the weights", e);
                }
                throw e;
            }
        });
    }

    private byte[] written(String name) throws IOException {
        Path file = directory.resolve(name);
        KerasWeightsFile weights = new KerasWeightsFile(model.graph(), layers, Map.of("format", "keras"));
        if (name.endsWith(".h5")) {
            weights.writeHdf5(file);
        } else {
            weights.writeSafetensors(file);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void safetensors() throws IOException {
        byte[] good = written("good.safetensors");

        check("damaged.safetensors", 16 << 20, random -> Mutations.head(good, random));
    }

    @Test
    void hdf5() throws IOException {
        byte[] good = written("good.weights.h5");

        check("damaged.weights.h5", ANY, random -> Mutations.bytes(good, random));
    }

    @Test
    void kerasArchives() throws IOException {
        byte[] weights = written("good.weights.h5");
        ZipContent good = new ZipContent(List.of(
                new ZipContent.Entry("metadata.json", new byte[] {'{', '}'}),
                new ZipContent.Entry("model.weights.h5", weights)));

        check("damaged.keras", ANY, random -> archive(good, weights, random));
    }

    private static byte[] archive(ZipContent good, byte[] weights, Random random) {
        return random.nextBoolean()
                ? Mutations.bytes(good.stored(), random)
                : good.with("model.weights.h5", Mutations.bytes(weights, random))
                        .stored();
    }
}
