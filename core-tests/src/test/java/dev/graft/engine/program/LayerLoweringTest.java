package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.head.DenseHead;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.SeededDropout;
import dev.graft.layer.SoftmaxCrossEntropy;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Settings of layers that graphs of Graft never have, but networks from elsewhere may: each is refused, none is overlooked. */
class LayerLoweringTest {
    private static final List<Integer> MAP = List.of(6, 5, 5);
    private static final List<Integer> VECTOR = List.of(6);
    /** Its kernel is there for layers of the tests, which have its name. */
    private static final Network NETWORK = Network.of(new PlainBackbone(), 12, DenseHead.averagePooling());

    private final ProgramBuilder builder = new ProgramBuilder();

    private LayerLowering lowering(boolean training) {
        LayerRoles roles = new LayerRoles(training ? Set.of("conv2", "head_out") : Set.of(), Set.of(), training);
        return new LayerLowering(
                roles, builder, new LoweredParameters(NETWORK.model().graph(), roles, builder));
    }

    private Value input(List<Integer> dimensions) {
        return builder.input("input", Value.Kind.INPUT, dimensions);
    }

    static Stream<Arguments> unsupported() {
        KerasBatchNormalization logarithms = new KerasBatchNormalization(0.1, 0.9);
        logarithms.setUseLogStd(true);
        return Stream.of(
                Arguments.of("no feature map", VECTOR, convolution().build()),
                Arguments.of("no feature map", VECTOR, pooling().build()),
                Arguments.of("no feature map", VECTOR, new GlobalPoolingLayer(PoolingType.AVG)),
                Arguments.of("no feature map", VECTOR, new ZeroPaddingLayer(1, 1)),
                Arguments.of(
                        "channels come last",
                        MAP,
                        convolution().dataFormat(CNN2DFormat.NHWC).build()),
                Arguments.of(
                        "channels come last",
                        MAP,
                        pooling().dataFormat(CNN2DFormat.NHWC).build()),
                Arguments.of(
                        "channels come last",
                        MAP,
                        new ZeroPaddingLayer.Builder(1, 1)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build()),
                Arguments.of("dilated", MAP, convolution().dilation(1, 2).build()),
                Arguments.of(
                        "several maps",
                        MAP,
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .build()),
                Arguments.of("logarithm", MAP, logarithms),
                Arguments.of(
                        "dimensions [1, 2]",
                        MAP,
                        new GlobalPoolingLayer.Builder(PoolingType.AVG)
                                .poolingDimensions(1, 2)
                                .build()),
                Arguments.of(
                        "normalizes its units",
                        VECTOR,
                        new DenseLayer.Builder().nOut(2).hasLayerNorm(true).build()));
    }

    private static ConvolutionLayer.Builder convolution() {
        return new ConvolutionLayer.Builder(3, 3).convolutionMode(ConvolutionMode.Same);
    }

    private static SubsamplingLayer.Builder pooling() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).convolutionMode(ConvolutionMode.Same);
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("unsupported")
    void whatNoProgramExpressesIsNamed(String reason, List<Integer> dimensions, Layer layer) {
        assertThatThrownBy(() -> lowering(false).lower("conv2", layer, input(dimensions)))
                .isInstanceOf(UnsupportedVertexException.class)
                .hasMessageContainingAll("'conv2'", reason);
    }

    @Test
    void aMapMayBePooledOverItsRowsAndColumnsByName() {
        Layer layer = new GlobalPoolingLayer.Builder(PoolingType.AVG)
                .poolingDimensions(2, 3)
                .build();

        assertThat(lowering(false).lower("pool", layer, input(MAP)).dimensions())
                .isEqualTo(List.of(6));
    }

    @Test
    void aGlobalPoolingMayKeepOnePixel() {
        Layer layer = new GlobalPoolingLayer.Builder(PoolingType.MAX)
                .collapseDimensions(false)
                .build();

        assertThat(lowering(false).lower("pool", layer, input(MAP)).dimensions())
                .isEqualTo(List.of(6, 1, 1));
    }

    @Test
    void whatAConvolutionGivesHasTheLayersNameAndSaysWhatItIsBeforeTheActivation() {
        lowering(false).lower("conv2", convolution().activation(Activation.RELU).build(), input(MAP));
        lowering(false)
                .lower("conv2", convolution().activation(Activation.IDENTITY).build(), input(MAP));

        assertThat(builder.build(List.of(), Map.of()).instructions())
                .extracting(instruction -> instruction.output().name())
                .containsExactly("conv2#linear", "conv2", "conv2");
    }

    static Stream<Arguments> otherEnds() {
        ILossFunction ours = new SoftmaxCrossEntropy();
        ILossFunction theirs = new LossMCXENT();
        return Stream.of(
                Arguments.of("its loss is", output(theirs, Activation.SOFTMAX)),
                Arguments.of("its loss is", output(ours, Activation.SIGMOID)),
                Arguments.of("its loss is", loss(theirs, Activation.SOFTMAX)),
                Arguments.of("its loss is", loss(ours, Activation.IDENTITY)),
                Arguments.of(
                        "it ends the network and is a",
                        new DenseLayer.Builder().nOut(2).build()));
    }

    private static Layer output(ILossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss).nOut(2).activation(activation).build();
    }

    private static Layer loss(ILossFunction loss, Activation activation) {
        return new LossLayer.Builder(loss).activation(activation).build();
    }

    @ParameterizedTest
    @MethodSource("otherEnds")
    void aNetworkEndsInTheCrossEntropyOfASoftmax(String reason, Layer layer) {
        assertThatThrownBy(() -> lowering(true).logits("head_out", layer, input(List.of(8))))
                .isInstanceOf(UnsupportedVertexException.class)
                .hasMessageContainingAll("'head_out'", reason);
    }

    @Test
    void theEndIsAskedForItsLogits() {
        LayerLowering lowering = lowering(true);
        Value input = input(List.of(8));

        assertThat(lowering.logits("head_out", loss(new SoftmaxCrossEntropy(), Activation.SOFTMAX), input))
                .isEqualTo(input);
        assertThat(lowering.logits("head_out", output(new SoftmaxCrossEntropy(), Activation.SOFTMAX), input)
                        .dimensions())
                .isEqualTo(List.of(2));
    }

    @Test
    void whatALearningEndDropsIsRefused() {
        Layer dropping = new OutputLayer.Builder(new SoftmaxCrossEntropy())
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .dropOut(new GaussianDropout(0.5))
                .build();

        assertThatThrownBy(() -> lowering(true).logits("head_out", dropping, input(List.of(8))))
                .hasMessageContaining("drops its inputs");
    }

    @Test
    void dropoutOfAnotherKindIsRefusedWhileItLearns() {
        Layer theirs = new DropoutLayer(new Dropout(0.5));
        Value input = input(VECTOR);

        assertThat(lowering(false).lower("conv2", theirs, input)).isEqualTo(input);
        assertThat(lowering(true).lower("other", theirs, input)).isEqualTo(input);
        assertThatThrownBy(() -> lowering(true).lower("conv2", theirs, input)).hasMessageContaining("drops its inputs");
    }

    @Test
    void nothingIsDroppedAtARateOfZero() {
        Value input = input(VECTOR);

        assertThat(lowering(true).lower("conv2", new DropoutLayer(new SeededDropout(0, 1, false)), input))
                .isEqualTo(input);
        assertThat(lowering(true).lower("conv2", new DropoutLayer(new SeededDropout(0.1, 1, false)), input))
                .isNotEqualTo(input);
    }

    @Test
    void aReshapeKeepsTheNumberOfValues() {
        assertThatThrownBy(() -> lowering(false).reshape("conv2", input(VECTOR), List.of(3, 1, 1)))
                .hasMessageContaining("it makes [3, 1, 1] of [6]");
    }

    @Test
    void aSoftmaxOfAMapIsRefused() {
        assertThatThrownBy(() ->
                        lowering(false).lower("conv2", loss(new SoftmaxCrossEntropy(), Activation.SOFTMAX), input(MAP)))
                .hasMessageContaining("its activation is softmax");
    }
}
