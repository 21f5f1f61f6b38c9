package dev.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.testkit.graph.TestLayerType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

class LayerGraphTest {
    private final LayerGraph graph = graph(5, 8);

    private static LayerGraph graph(int height, int width) {
        return new LayerGraph(new NeuralNetConfiguration.Builder().graphBuilder(), new InputShape(3, height, width), 1);
    }

    @Test
    void itKnowsTheShapeOfEveryLayer() {
        String x = graph.input("images");
        x = graph.convolution("conv", x, 7, 3, 2, Padding.SAME);
        String before = graph.depthwiseConvolution("depthwise", x, 3, 1, Padding.VALID);
        x = graph.concatenate("both", before, before);
        x = graph.globalAveragePooling("mean", x);
        graph.dense("dense", x, 5, Activation.RELU);

        assertThat(graph.channels("images")).isEqualTo(3);
        assertThat(graph.height("images")).isEqualTo(5);
        assertThat(graph.width("images")).isEqualTo(8);
        assertThat(graph.channels("conv")).isEqualTo(7);
        assertThat(graph.height("conv")).isEqualTo(3);
        assertThat(graph.width("conv")).isEqualTo(4);
        assertThat(graph.channels("depthwise")).isEqualTo(7);
        assertThat(graph.height("depthwise")).isEqualTo(1);
        assertThat(graph.width("depthwise")).isEqualTo(2);
        assertThat(graph.channels("both")).isEqualTo(14);
        assertThat(graph.channels("mean")).isEqualTo(14);
        assertThat(graph.channels("dense")).isEqualTo(5);
    }

    @Test
    void aVectorHasNoHeight() {
        graph.globalAveragePooling("mean", graph.input("images"));

        assertThatThrownBy(() -> graph.height("mean"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'mean' has no height");
        assertThatThrownBy(() -> graph.width("meen"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'meen'")
                .hasMessageContaining("[images, mean]");
    }

    /** {@code keras.src.applications.imagenet_utils.correct_pad}: ((k/2 - (1 - h % 2), k/2), (k/2 - (1 - w % 2), k/2)). */
    @ParameterizedTest
    @CsvSource({"5, 8, 3, 7, 9", "8, 5, 3, 9, 7", "5, 8, 5, 9, 11", "8, 8, 7, 13, 13"})
    void anEvenSideGetsOneZeroLess(int height, int width, int kernel, int paddedHeight, int paddedWidth) {
        LayerGraph padded = graph(height, width);
        padded.correctPadding("pad", padded.input("images"), kernel);

        assertThat(padded.height("pad")).isEqualTo(paddedHeight);
        assertThat(padded.width("pad")).isEqualTo(paddedWidth);
        assertThat(padded.layers()).extracting(NetworkLayer::kind).containsExactly("InputLayer", "ZeroPadding2D");
    }

    @Test
    void shapesThatDoNotFitAreRefusedWhereTheyAreMade() {
        String x = graph.input("images");
        graph.convolution("wide", x, 8, 1, 1, Padding.SAME);
        graph.convolution("narrow", x, 4, 1, 1, Padding.SAME);

        assertThatThrownBy(() -> graph.add("sum", "wide", "narrow"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Layer 'sum' cannot take inputs of shape")
                .hasMessageContaining("h=5,w=8,c=4");
        assertThatThrownBy(() -> graph.convolution("big", "wide", 4, 7, 1, Padding.VALID))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'big' leaves no pixel of its input for images of 5 x 8");
        assertThat(graph.layers()).extracting(NetworkLayer::name).containsExactly("images", "wide", "narrow");
    }

    @Test
    void aLayerWithTwoInputsIsRefused() {
        String x = graph.input("images");
        graph.relu6("relu", x);

        assertThatThrownBy(() -> graph.custom(
                        "two",
                        new TestLayerType(new Dl4jPart.Layer(new ActivationLayer(Activation.TANH))),
                        new TestLayerType.None(),
                        x,
                        "relu"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'two' takes one input, found [images, relu]");
    }

    @Test
    void constantsThatNoImageCanTakeAreRefused() {
        String x = graph.input("images");

        assertRefused(() -> graph.rescaling("scale", x, 0, -1), "'scale'", "a finite scale above 0");
        assertRefused(() -> graph.rescaling("scale", x, 1, Double.NaN), "'scale'", "a finite offset");
        assertRefused(() -> normalization(x, 1, 0), "'constants'", "finite variances above 0");
        assertRefused(() -> normalization(x, Double.NaN, 1), "'constants'", "finite means");
        assertRefused(
                () -> graph.normalization("constants", x, List.of(1.0), List.of(1.0)),
                "'constants'",
                "a mean for each of 3 channels");
    }

    private void normalization(String from, double mean, double variance) {
        graph.normalization("constants", from, List.of(0.0, 0.0, mean), List.of(1.0, 1.0, variance));
    }

    private static void assertRefused(ThrowingCallable building, String... words) {
        assertThatThrownBy(building).isInstanceOf(GraftException.class).hasMessageContainingAll(words);
    }
}
