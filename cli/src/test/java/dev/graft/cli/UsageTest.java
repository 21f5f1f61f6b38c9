package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.BackboneRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong usage ends with exit code 2 and says in a line what is wrong; help is always at hand. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                | A command is missing
                    trane                             | There is no command 'trane'. Choose one of demo, recommend, train, grid, report, ensemble, reproduce, predict, evaluate, explain, export, card, augment-preview, backbones, weights, engines, phantom, verify-golden, explain-program.
                    --fast                            | Unknown option: '--fast'
                    train                             | Missing required parameter: 'DIR'
                    train a b                         | Unmatched argument at index 2: 'b'
                    train a --epohcs 3                | '--epohcs'
                    train a --epochs many             | Invalid value for option '--epochs': 'many'
                    train a --epochs                  | Missing required parameter for option '--epochs'
                    train a --pooling median          | expected one of [AVERAGE, MAXIMUM, FLATTEN]
                    train a --head-output linear      | expected one of [SOFTMAX, SIGMOID]
                    train a --on-unreadable ignore    | expected one of [SKIP, FAIL]
                    train a --precision f16           | expected one of [F32, float32, TF32, tensorfloat32, BF16, bfloat16]
                    predict                           | Missing required parameter
                    predict model.graft               | Missing required parameter: 'IMAGE'
                    evaluate model.graft              | Missing required parameter: 'IMAGES'
                    predict m a.png --format xml      | expected one of [CSV, JSON]
                    phantom                           | Missing required parameter: 'DIR'
                    verify-golden                     | Missing required parameter: 'DIR'
                    weights                           | Missing required parameter: 'ID'
                    weights vgg16 ifs1000             | vgg16 has no published weights 'ifs1000'. Choose one of imagenet.
                    train a --weights-mirror          | Missing required parameter for option '--weights-mirror'
                    engines extra                     | Unmatched argument at index 1: 'extra'
                    reproduce                         | Missing required parameter: 'RESULT'
                    train a --max-minutes soon        | Invalid value for option '--max-minutes'
                    demo extra                        | Unmatched argument at index 1: 'extra'
                    """)
    void wrongUsage(String line, String message) {
        Outcome outcome = Outcome.of(line.isEmpty() ? new Object[0] : (Object[]) line.split(" "));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("graft: ").contains(message).contains("--help");
        assertThat(outcome.err().lines().count()).isLessThanOrEqualTo(4);
        assertThat(outcome.out()).isEmpty();
    }

    private static Set<String> commands() {
        return GraftCommand.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        Outcome outcome = Outcome.of(command, "--help");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("Usage: graft " + command).contains("-h, --help");
        // A default that picocli could not fill in.
        assertThat(outcome.out()).doesNotContain("${", "null");
        assertThat(Outcome.of("--help").out()).contains("\n  " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    @EmptySource
    void theDocumentationShowsTheHelpOfToday(String command) throws IOException {
        String help = (command.isEmpty() ? Outcome.of("--help") : Outcome.of(command, "--help")).out();
        assertThat(Files.readString(Path.of("../docs/command-line.md"))).contains("```text\n" + help + "```");
    }

    @Test
    void version() {
        Outcome outcome = Outcome.of("--version");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("graft ");
    }

    @Test
    void backbones(@TempDir Path empty) {
        Outcome outcome = offline("backbones", "--weights-dir", empty);
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines().filter(line -> !line.startsWith(" ")).count())
                .isEqualTo(1 + BackboneRegistry.load().all().size());
        String keras = "https://storage.googleapis.com/tensorflow/keras-applications/";
        assertThat(outcome.out())
                .containsPattern("id +layers +parameters +input +minimum +preprocessing")
                .containsPattern(
                        "efficientnet-b0 +237 +4,049,571 +224 px +32 px +none\\R    imagenet .*\\R    ifs1000 ")
                .containsPattern("inception-v3 +311 +21,802,784 +299 px +75 px +tf\\R    imagenet ")
                .containsPattern("resnet50 +175 +23,587,712 +224 px +32 px +caffe\\R    imagenet ")
                .containsPattern("efficientnet-b7 +813 +64,097,687 +600 px +32 px +none\\R    imagenet ")
                .containsPattern("resnet152 +515 +58,370,944 +224 px +32 px +caffe\\R    imagenet ")
                .containsPattern("simple-cnn +10 +102,496 +128 px +32 px +tf\\R    none published")
                .containsPattern("deep-cnn +13 +18,068,608 +128 px +32 px +tf\\R    none published")
                .containsPattern("vgg16 +19 +14,714,688 +224 px +32 px +caffe\\R    imagenet ")
                .containsPattern("vgg19 +22 +20,024,384 +224 px +32 px +caffe\\R    imagenet ")
                .contains("fractals (4.6 M rendered images, no photographs); here (9.0 MB), in the module's jar")
                .contains("ImageNet-1k (1.28 M photographs); to be downloaded (58.9 MB) from " + keras
                        + "vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5");
    }

    @Test
    void weightsInTheJarNeedNoDownload(@TempDir Path empty) {
        Outcome outcome = offline("weights", "efficientnet-b0", "ifs1000", "--weights-dir", empty, "--offline");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("in the module's jar: /dev/graft/");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void offlineSaysWhereToGetWeights(@TempDir Path empty) {
        Outcome outcome = offline("weights", "vgg16", "--weights-dir", empty, "--offline");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("graft: The weights imagenet are not on this machine")
                .contains("58889256 bytes with md5 6d6bbae143d832006294945121d1f1fc")
                .contains(empty.resolve("vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5")
                        .toString());
    }

    @Test
    void trainingWithoutANetworkNamesOtherWeights(@TempDir Path directory) throws IOException {
        Path images = Pictures.phantom(directory.resolve("images"));
        Path output = directory.resolve("result");
        Outcome outcome =
                offline("train", images, "--output", output, "--weights-dir", directory.resolve("w"), "--offline");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("https://storage.googleapis.com/keras-applications/efficientnetb0_notop.h5")
                .contains("Or choose other weights: ifs1000 (in the jar), random or a file.");
        assertThat(output).doesNotExist();
    }

    /** Calls the command line for a user who has never downloaded anything with Keras. */
    private static Outcome offline(Object... arguments) {
        String home = System.setProperty("user.home", Path.of("target/nobody").toString());
        try {
            return Outcome.of(arguments);
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    phantom new --images 7       | even number of images from 2 to 200000
                    phantom new --size 63        | from 64 to 512 pixels
                    phantom new --threads 0      | at least one thread
                    phantom src                  | exists already
                    demo --output src            | exists already
                    demo --output new --images 7 | even number of images from 2 to 200000
                    """)
    void phantomsThatCannotBe(String line, String message) {
        Outcome outcome = Outcome.of((Object[]) line.split(" "));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("graft: ").contains(message);
        assertThat(Path.of("new")).doesNotExist();
    }
}
