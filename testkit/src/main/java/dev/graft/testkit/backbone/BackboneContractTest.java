package dev.graft.testkit.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.KerasWeights;
import dev.graft.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every backbone promises. A module with a backbone inherits this test, for the smallest of its family at least. */
public abstract class BackboneContractTest extends LargeBackboneContractTest {
    @Test
    void theNetworkIsOutlinedAsItComputesAtTheSmallestAndAtAnOddSize() {
        for (int size : new int[] {backbone().spec().minimumSize(), oddSize()}) {
            TransferModel built = TestModels.builder(backbone())
                    .size(size)
                    .weights(TestModels.zeros())
                    .build();

            assertThat(run(built, built.featureLayer(), TestModels.images(2, size, 1))
                            .shape())
                    .as("size %d", size)
                    .containsExactly(withBatch(2, outlined(size)));
        }
    }

    @Test
    void aSavedModelPredictsTheSameToTheLastBit(@TempDir Path directory) {
        Path file = directory.resolve("model.graft");
        INDArray images = images(3, 7);

        ModelFile.save(model(), new Provenance(Map.of()), file);
        TransferModel loaded = ModelFile.load(file).model();

        assertThat(loaded.description()).isEqualTo(model().description());
        assertThat(Snapshot.floats(run(loaded, "head_out", images)))
                .isEqualTo(Snapshot.floats(run(model(), "head_out", images)));
        ResolvedFreeze half =
                loaded.resolve(FreezePolicy.lastLayers(backbone().spec().layers() / 2));
        assertThat(loaded.frozenPrefix(half)).isEqualTo(model().frozenPrefix(half));
    }

    @Test
    void theSeedDeterminesTheInitialValues() {
        Snapshot first = snapshotOfBuilt();
        Snapshot same = Snapshot.of(build(42).graph());
        Snapshot other = Snapshot.of(build(43).graph());

        assertThat(first.changed(same)).isEmpty();
        Set<String> drawn = new TreeSet<>(first.values().keySet());
        drawn.removeIf(name -> !name.endsWith("/W"));
        assertThat(first.changed(other)).isEqualTo(drawn);
    }

    private Snapshot snapshotOfBuilt() {
        model();
        return initial();
    }

    @Test
    void exportedWeightsLoadBackUnchanged() {
        ComputationGraph graph = model().graph();
        MapTensors tensors = MapTensors.of(graph, layerNames());
        for (String name : layerNames()) {
            if (graph.getLayer(name) != null && graph.getLayer(name).numParams() > 0) {
                graph.getLayer(name).params().assign(0.5);
            }
        }

        KerasWeights.load(tensors, graph, layerNames());

        assertThat(initial().changed(Snapshot.of(graph))).isEmpty();
    }

    @Test
    void weightsThatDoNotFitAreRefusedByNameAndChangeNothing() {
        List<String> names = layerNames();
        String victim = List.copyOf(KerasWeights.export(model().graph(), names).keySet()).stream()
                .filter(n -> n.endsWith("/kernel"))
                .reduce((first, second) -> second)
                .orElseThrow();

        assertRefused(changed().remove(victim), "'" + victim + "' is missing");
        assertRefused(changed().put("no_such_layer/kernel", new long[] {1}, new float[1]), "'no_such_layer/kernel'");
        assertRefused(
                changed().put(victim, new long[] {1, 2, 3}, new float[6]), "'" + victim + "' has shape [1, 2, 3]");
    }

    /** Weights that would change every value. */
    private MapTensors changed() {
        MapTensors tensors = MapTensors.of(model().graph(), layerNames());
        tensors.tensors().keySet().forEach(name -> {
            float[] values = tensors.read(name);
            for (int i = 0; i < values.length; i++) {
                values[i] += 1;
            }
        });
        return tensors;
    }

    private void assertRefused(MapTensors tensors, String problem) {
        ComputationGraph graph = model().graph();
        assertThatThrownBy(() -> BackboneWeights.of(tensors).loadInto(graph, layerNames()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("test tensors");
        assertThat(initial().changed(Snapshot.of(graph))).isEmpty();
    }
}
