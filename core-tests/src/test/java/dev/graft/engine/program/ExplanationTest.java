package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.head.HeadOutput;
import dev.graft.head.SequentialHead;
import dev.graft.testkit.model.MixedBackbone;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs as people read them, which also pins what the passes make of networks. */
class ExplanationTest {
    private static final String TINY = """
            %0 3x20x20 <- input_layer
            %6 3x20x20 = ScaleAndShift(%0, normalization/scale, normalization/shift)  # normalization
            %12 8x10x10 = Convolution 3x3 stride 2x2 padding 0,1,0,1 +swish(%6, stem_conv/W*, stem_bn/shift)  # stem_conv
            %18 8x10x10 = DepthwiseConvolution 3x3 padding 1,1,1,1 +swish(%12, block_dwconv/W*, block_bn/shift)  # block_dwconv
            %20 8x1x1 = GlobalAveragePooling(%18)  # block_se_squeeze
            %24 2x1x1 = Convolution 1x1 +swish(%20, block_se_reduce/W, block_se_reduce/b)  # block_se_reduce
            %28 8x1x1 = Convolution 1x1 +sigmoid(%24, block_se_expand/W, block_se_expand/b)  # block_se_expand
            %29 8x10x10 = Multiply(%18, %28)  # block_se_excite
            %35 8x10x10 = Convolution 1x1 +add(%29, block_project_conv/W*, block_project_bn/shift, %12)  # block_project_conv
            %41 12x5x5 = Convolution 1x1 stride 2x2 +swish(%35, top_conv/W*, top_bn/shift)  # top_conv
            %42 12 = GlobalAveragePooling(%41)  # head_gap
            %45 2 = Dense(%42, head_out/W, head_out/b)  # head_out
            %46 2 = Softmax(%45)  # head_out
            gives %46 2
            12 instructions, 37,656 multiplications an image, 558 parameters of which 0 learn, 8,000 bytes an image in single precision
            """;

    private static final String MIXED = """
            %0 3x24x24 <- input_layer
            %8 6x13x12 = Convolution 5x5 stride 2x2 padding 2,3,1,2 +relu(%0, conv1/W*, conv1/b*)  # conv1
            %10 6x7x6 = MaxPooling 3x3 stride 2x2 padding 1,1,1,1(%8)  # pool1
            %16 8x7x6 = Convolution 1x1(%10, block_0_conv/W*, block_0_conv/b*)  # block_0_conv
            %20 4x7x6 = Convolution 1x1 +relu(%10, block_1_conv/W, block_1_conv/b)  # block_1_conv
            %27 8x7x6 = Convolution 3x3 padding 1,1,1,1 +add +relu(%20, block_2_conv/W*, block_2_bn/shift, %16)  # block_2_conv
            %33 5x7x6 = Convolution 1x3 padding 0,0,1,1 +relu(%27, left/W*, left_bn/shift)  # left
            %34 8x7x6 = AveragePooling 3x3 padding 1,1,1,1(%27)  # middle_pool
            %42 3x7x6 = Convolution 1x1 +sigmoid(%27, middle_other/W, middle_other/b)  # middle_other
            %43 3x7x6 = AveragePooling 3x3 padding 1,1,1,1(%42)  # middle_other_pool
            %44 3x7x6 = Convolution 1x1 +swish +add(%34, middle/W, middle/b, %43)  # middle
            %45 8x7x6 = MaxPooling 3x3 padding 1,1,1,1(%27)  # right
            %46 24x7x6 = Concatenate(%33, %44, %45, %27)  # mixed
            %50 6x7x6 = Convolution 1x1 +tanh(%46, narrow/W, narrow/b)  # narrow
            %51 6x8x7 = Pad 0,1,0,1(%50)  # narrow_pad
            %52 6x7x6 = MaxPooling 2x2(%51)  # narrow_pool
            %61 6x7x6 = DepthwiseConvolution 3x3 padding 1,1,1,1 +relu6(%52, deep/W*, deep_bn_2/shift)  # deep
            %65 14x6x5 = Convolution 2x2 +relu(%61, top/W, top/b)  # top
            %66 420 = Flatten(%65)  # head_flatten
            %69 1 = Dense(%66, head_out/W, head_out/b)  # head_out
            %70 2 = TwoClassLogits(%69)  # head_out_logits
            %71 2 = Softmax(%70)  # head_out_classes
            gives %71 2
            21 instructions, 111,192 multiplications an image, 1,996 parameters of which 0 learn, 10,688 bytes an image in single precision
            """;

    private static final String STEP = """
            %0 8x10x10 <- stem_activation
            %1 8x10x10 <- block_project_conv
            %25 2 <- labels
            %26 1 <- image weights
            %6 8x10x10, %7 8, %8 8 = BatchNormalization(%1, block_project_bn/gamma, block_project_bn/beta)  # block_project_bn
            UpdateStatistics(block_project_bn/mean, block_project_bn/var, %7, %8)  # block_project_bn
            %9 8x10x10 = Dropout 0.4 of images(%6)  # block_drop
            %10 8x10x10 = Add(%9, %0)  # block_add
            %12 12x5x5 = Convolution 1x1 stride 2x2(%10, top_conv/W)  # top_conv
            %17 12x5x5, %18 12, %19 12 = BatchNormalization(%12, top_bn/gamma, top_bn/beta)  # top_bn
            UpdateStatistics(top_bn/mean, top_bn/var, %18, %19)  # top_bn
            %20 12x5x5 = swish(%17)  # top_activation
            %21 12 = GlobalAveragePooling(%20)  # head_gap
            %24 2 = Dense(%21, head_out/W, head_out/b)  # head_out
            %27 1 = SoftmaxCrossEntropy(%24, %25, %26)  # head_out
            backward
            %28 2 = LossGradient(%24, %25, %26)  # head_out
            %29 2x12, %30 2 = DenseWeightsGradient(%21, %28)  # head_out
            %31 12 = DenseDataGradient(%28, head_out/W)  # head_out
            %32 12x5x5 = GlobalAveragePoolingGradient(%31)  # head_gap
            %33 12x5x5 = swish gradient(%17, %32)  # top_activation
            %34 12x5x5, %35 12, %36 12 = BatchNormalizationGradient(%12, %33, %18, %19, top_bn/gamma)  # top_bn
            %37 12x8x1x1 = ConvolutionWeightsGradient(%10, %34)  # top_conv
            %38 8x10x10 = ConvolutionDataGradient(%34, top_conv/W)  # top_conv
            %39 8x10x10 = DropoutGradient(%38)  # block_drop
            %40 8x10x10, %41 8, %42 8 = BatchNormalizationGradient(%1, %39, %7, %8, block_project_bn/gamma)  # block_project_bn
            gives %27 1
            21 instructions, 7,272 multiplications an image, 202 parameters of which 162 learn, 11,008 bytes an image in single precision
            """;

    private static final String PLAIN = """
            %0 6x6x6 <- conv1
            %9 2 <- labels
            %10 1 <- image weights
            %3 8x2x2 = Convolution 3x3 stride 2x2(%0, conv2/W, conv2/b)  # conv2
            %4 8x2x2 = swish(%3)  # conv2
            %5 8 = GlobalAveragePooling(%4)  # head_gap
            %8 2 = Dense(%5, head_out/W, head_out/b)  # head_out
            %11 1 = SoftmaxCrossEntropy(%8, %9, %10)  # head_out
            backward
            %12 2 = LossGradient(%8, %9, %10)  # head_out
            %13 2x8, %14 2 = DenseWeightsGradient(%5, %12)  # head_out
            %15 8 = DenseDataGradient(%12, head_out/W)  # head_out
            %16 8x2x2 = GlobalAveragePoolingGradient(%15)  # head_gap
            %17 8x2x2 = swish gradient(%3, %16)  # conv2
            %18 8x6x3x3, %19 8 = ConvolutionWeightsGradient(%0, %17)  # conv2
            gives %11 1
            11 instructions, 3,504 multiplications an image, 458 parameters of which 458 learn, 1,408 bytes an image in single precision
            """;

    private static String explained(Program program) {
        return String.join("\n", Explanation.of(program)) + "\n";
    }

    private static Program step(Network network, FreezePolicy policy) {
        return Differentiation.of(
                Programs.improved(network.forward(network.model().resolve(policy))));
    }

    @Test
    void inferenceIsFoldedAndFused() {
        Network network = Network.of(new TinyBackbone(0.4), 20, DenseHead.averagePooling());

        assertThat(explained(Programs.improved(network.inference(List.of("head_out")))))
                .isEqualTo(TINY);
    }

    @Test
    void paddingsResidualsAndBranches() {
        Network network = Network.of(
                new MixedBackbone(),
                24,
                SequentialHead.builder().flatten().output(HeadOutput.SIGMOID).build());

        assertThat(explained(Programs.improved(network.inference(List.of("head_out_classes")))))
                .isEqualTo(MIXED);
    }

    @Test
    void aStepGoesBackAsFarAsSomethingLearns() {
        Network network = Network.of(new TinyBackbone(0.4), 20, DenseHead.averagePooling());

        assertThat(explained(step(network, FreezePolicy.from("block_project_bn").withBatchNorm(BatchNormMode.KERAS))))
                .isEqualTo(STEP);
    }

    /** The derivative of a ReLU follows from its result; swish's, above, does not. */
    @Test
    void aReluIsFusedWhileItsConvolutionLearns() {
        Network network = Network.of(new MixedBackbone(), 24, DenseHead.averagePooling());

        assertThat(explained(step(network, FreezePolicy.lastLayers(1)))).contains("Convolution 2x2 +relu(");
    }

    @Test
    void withoutNormalizationsToo() {
        Network network = Network.of(new PlainBackbone(), 12, DenseHead.averagePooling());

        assertThat(explained(step(network, FreezePolicy.lastLayers(1)))).isEqualTo(PLAIN);
    }
}
