package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainProgramTest {
    @Test
    void inferenceHasOneConvolutionForEachOfTheNetworks() {
        Outcome outcome = Outcome.of("explain-program", "--size", 64, "--classes", 3);

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().filter(line -> line.contains("Convolution ")))
                .as("EfficientNetB0 has 81 convolutions")
                .hasSize(81);
        assertThat(outcome.out())
                .startsWith("Inference:\n  %0 3x64x64 <- input_layer\n")
                .contains(" 16x32x32 = Convolution 1x1(", " +add(", " 3 = Softmax(")
                .doesNotContain("BatchNormalization", "Pad ")
                .endsWith(" in single precision\n");
    }

    @Test
    void trainingIsSplitIntoTheFrozenPartAndTheStep() {
        Outcome outcome = Outcome.of(
                "explain-program",
                "--work=training",
                "--backbone=simple-cnn",
                "--size=32",
                "--unfreeze=3",
                "--head=gap-dense-dropout",
                "--dense=7");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .startsWith("Frozen, once an image:\n  %0 3x32x32 <- input_layer\n")
                .contains("\nTraining step:\n", "\n  backward\n", " 7 = Dense +relu(", "Dropout 0.2(");
        String step = outcome.out().substring(outcome.out().indexOf("Training step"));
        assertThat(step).doesNotContain("input_layer").contains("ConvolutionWeightsGradient(", "DropoutGradient(");
    }

    @Test
    void whatIsComputedByWinogradIsSaid() {
        Outcome outcome = Outcome.of(
                "explain-program",
                "--work=training",
                "--backbone=vgg16",
                "--size=48",
                "--unfreeze=1",
                "--batch-size=2");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.endsWith(", winograd")))
                .as("Kernels that stay as they are, on maps of 48, 24 and 12 pixels; no image has enough for others")
                .hasSize(6)
                .allMatch(line -> line.contains("= Convolution 3x3"));
    }

    @Test
    void anUnknownBackboneIsNamed() {
        Outcome outcome = Outcome.of("explain-program", "--backbone=alexnet");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("graft: ").contains("alexnet");
    }
}
