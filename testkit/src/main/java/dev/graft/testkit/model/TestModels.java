package dev.graft.testkit.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.ImageBatch;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerInfo;
import dev.graft.graph.LayerTypes;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.image.RgbImage;
import dev.graft.model.TransferModel;
import dev.graft.weights.BackboneWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small models and random batches. */
public final class TestModels {
    /** What {@link #amplify(TransferModel)} makes of kernels, as a multiple of 1 / fan-in. */
    public static final double VARIANCE = 2;

    private TestModels() {}

    /** A tiny backbone without dropout, with the plainest head, two classes, 32 px. */
    public static TransferModel tiny() {
        return tiny(new TinyBackbone(0), 42);
    }

    public static TransferModel tiny(Backbone backbone, long seed) {
        return builder(backbone).seed(seed).build();
    }

    public static TransferModel.Builder builder(Backbone backbone) {
        return TransferModel.on(backbone)
                .size(32)
                .classes(List.of("healthy", "stroke"))
                .head(DenseHead.averagePooling());
    }

    /** On a backbone of given layers, which is called tiny. */
    public static TransferModel withBackbone(List<NetworkLayer> layers) {
        return tiny(
                new Backbone() {
                    @Override
                    public BackboneSpec spec() {
                        return new TinyBackbone(0).spec();
                    }

                    @Override
                    public void addTo(LayerGraph graph) {
                        graph.replay(layers, new LayerTypes(List.of()));
                    }
                },
                42);
    }

    /** Leaves a backbone's kernels at 0: for tests that look at shapes only, drawing values takes seconds. */
    public static BackboneWeights zeros() {
        return new BackboneWeights() {
            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                // They stay 0.
            }

            @Override
            public String describe() {
                return "zeros";
            }
        };
    }

    /**
     * Gives every convolution of a backbone kernels of variance 2 / fan-in, which keeps signals alive through any number of
     * layers. Those that Keras draws rely on batch statistics: without them a deep network's output does not depend on the
     * image any more.
     */
    public static void amplify(TransferModel model) {
        amplify(model, VARIANCE);
    }

    /**
     * The same with a variance of {@code times} / fan-in. Networks with tens of residuals whose branches swish does not damp
     * want less than 2: their signals grow until rounding decides what sigmoid gates let through.
     */
    public static void amplify(TransferModel model, double times) {
        for (LayerInfo layer : model.backboneLayers()) {
            if (layer.kind().equals("Conv2D") || layer.kind().equals("DepthwiseConv2D")) {
                INDArray kernel = model.graph().getLayer(layer.name()).getParam("W");
                boolean depthwise = layer.kind().equals("DepthwiseConv2D");
                long fanIn = depthwise ? kernel.size(0) * kernel.size(1) : kernel.length() / kernel.size(0);
                kernel.muli(Math.sqrt(times / fanIn) / kernel.stdNumber().doubleValue());
            }
        }
    }

    /** Pixel values 0..255. */
    public static INDArray images(int count, int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * 3 * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256);
        }
        return Nd4j.createFromArray(values).reshape(count, 3, size, size);
    }

    /** Random pictures. */
    public static List<RgbImage> pictures(int count, InputShape shape, long seed) {
        Random random = new Random(seed);
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[3 * shape.height() * shape.width()];
            random.nextBytes(pixels);
            pictures.add(new RgbImage(shape.width(), shape.height(), pixels));
        }
        return pictures;
    }

    /** Such after a backbone's own preprocessing. */
    public static INDArray preprocessedImages(Backbone backbone, int count, int size, long seed) {
        InputShape shape = InputShape.square(size);
        return new ImageBatch(
                        pictures(count, shape, seed), shape, backbone.spec().preprocessing())
                .preprocessed();
    }

    /** Alternating classes, one-hot. */
    public static INDArray labels(int count, int classes) {
        INDArray labels = Nd4j.zeros(count, classes);
        for (int i = 0; i < count; i++) {
            labels.putScalar(i, i % classes, 1);
        }
        return labels;
    }
}
