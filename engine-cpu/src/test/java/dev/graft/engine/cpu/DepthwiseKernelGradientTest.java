package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Large depthwise kernels learn as on the reference engine, whatever the size of the map. */
class DepthwiseKernelGradientTest {
    private static final List<String> KERNELS = List.of("close/W", "apart/W", "padded/W");

    /** Kernels of 5 x 5 at both strides, and at a stride with padding of its own as EfficientNet has it. */
    private record Large() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec("large", "Large", 32, 8, Preprocessing.TF, 16, 6, 1648, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.input("input_layer");
            x = graph.convolution("conv", x, 16, 3, 1, Padding.SAME, Activation.IDENTITY);
            x = graph.depthwiseConvolution("close", x, 5, 1, Padding.SAME);
            x = graph.depthwiseConvolution("apart", x, 5, 2, Padding.SAME);
            x = graph.correctPadding("pad", x, 5);
            graph.depthwiseConvolution("padded", x, 5, 2, Padding.VALID);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 19, 22})
    void theirGradientsAreTheReferences(int size) {
        TransferModel model = TestModels.builder(new Large()).size(size).build();
        Snapshot before = Snapshot.of(model.graph());
        Snapshot expected = step(new Dl4jEngine(EngineOptions.defaults()), model, size);
        before.restore(model.graph());
        Snapshot found = step(new CpuEngine(EngineOptions.defaults()), model, size);

        for (String kernel : KERNELS) {
            float[] start = before.get(kernel);
            double largest = 0;
            for (int i = 0; i < start.length; i++) {
                largest = Math.max(largest, Math.abs(expected.get(kernel)[i] - start[i]));
            }
            assertThat(largest).as(kernel).isGreaterThan(1e-4);
            for (int i = 0; i < start.length; i++) {
                assertThat((double) found.get(kernel)[i] - start[i])
                        .as("%s[%d]", kernel, i)
                        .isCloseTo((double) expected.get(kernel)[i] - start[i], within(1e-4 * largest + 1e-6));
            }
        }
    }

    private static Snapshot step(Engine engine, TransferModel model, int size) {
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(all);
        INDArray images = TestModels.images(3, size, 4).divi(127.5).subi(1);
        try (TrainingSession session =
                engine.training(model.graph(), prefix, all, model.headLayers(), new Optimizer.Sgd(1, 0, false))) {
            session.step(new INDArray[] {images}, TestModels.labels(3, 2));
            session.writeBack();
        }
        return Snapshot.of(model.graph());
    }
}
