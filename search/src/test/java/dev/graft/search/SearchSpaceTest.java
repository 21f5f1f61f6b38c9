package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.head.HeadChoice;
import dev.graft.head.SequentialHead;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.schedule.LearningRatePlan;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

class SearchSpaceTest {
    private static final String YAML = """
            # shared by both
            optimizer: [adam, rmsprop]
            learningRate: [1e-2, 0.0001]
            batchNorm: keras
            spaces:
              - backbone: tiny
                unfrozen: [0, 12, all]
                preprocessing: [null, caffe]
              - backbone: [plain, simple-cnn]
                head: average pooling, dense 8 relu, dropout 0.5, sigmoid
                schedule: cosine, warm-up 2
                optimizer: sgd
                size: 64
                repeats: 3
            """;

    @TempDir
    Path folder;

    private static SearchSpace yaml(String text) {
        return SpaceFile.read(text, "space.yaml", false);
    }

    private static SearchSpace json(String text) {
        return SpaceFile.read(text, "space.json", true);
    }

    @Test
    void aFileAndTheBuilderSpanTheSameCells() {
        SearchSpace first = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("0", "12", "all")
                .axis(Axis.PREPROCESSING, List.of("own", "caffe"))
                .optimizers("adam", "rmsprop")
                .learningRates(0.01, 1e-4)
                .batchNorms(BatchNormMode.KERAS)
                .build();
        SearchSpace second = SearchSpace.builder()
                .backbones("plain", "simple-cnn")
                .heads(HeadChoice.of(SequentialHead.builder()
                        .averagePooling()
                        .dense(8, Activation.RELU)
                        .dropout(0.5)
                        .output(dev.graft.head.HeadOutput.SIGMOID)
                        .build()))
                .schedules(new ScheduleChoice(LearningRatePlan.Shape.COSINE, 2))
                .optimizers("sgd")
                .learningRates(0.01, 1e-4)
                .batchNorms(BatchNormMode.KERAS)
                .sizes(64)
                .repeats(3)
                .build();

        assertThat(yaml(YAML)).isEqualTo(first.and(second));
        assertThat(first.cells()).hasSize(3 * 2 * 2 * 2);
        assertThat(second.cells()).hasSize(2 * 2 * 3).extracting(Axis.SEED::of).startsWith("42", "43", "44", "42");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(json("{\"backbone\": [\"tiny\"], \"unfrozen\": [0, \"all\"],\n \"learningRate\": 1e-4}"))
                .isEqualTo(yaml("backbone: tiny\nunfrozen: [0, all]\nlearningRate: 0.0001"));
    }

    @Test
    void whatIsNotSaidIsUsualOrThatOfTheSharedSettings() {
        TrainingSettings usual = TrainingSettings.defaults();
        assertThat(yaml("backbone: tiny").cells())
                .singleElement()
                .extracting(cell -> cell.on(usual))
                .isEqualTo(usual.withModel(model -> model.withBackbone("tiny")));

        TrainingSettings shared = usual.withBatchSize(8)
                .withPhases(List.of(usual.phases().get(0).withOptimizer(new Optimizer.Sgd(0.5, 0.9, true))));
        Cell cell = yaml("batchNorm: keras").cells(shared).get(0);
        // The constants of the shared optimizer stay where the cell names none.
        assertThat(cell.on(shared))
                .isEqualTo(shared.withPhases(List.of(shared.phases().get(0).withBatchNorm(BatchNormMode.KERAS))));
        assertThatThrownBy(() -> yaml("size: 32")
                        .cells(usual.withPhases(List.of(TrainingSettings.headPhase(), TrainingSettings.fineTuning()))))
                .hasMessageContaining("one phase each");
    }

    @Test
    void equalValuesCountOnceHoweverWritten() {
        assertThat(yaml("learningRate: [1e-4, 0.0001]\nunfrozen: [3, 03]").cells())
                .hasSize(1);
        SearchSpace once = yaml("backbone: tiny");
        assertThat(once.and(once).cells()).hasSize(1);
    }

    @Test
    void spacesAreEqualIfTheirCellsAre() {
        SearchSpace one = yaml("size: [32, 64]");
        SearchSpace other = yaml("spaces:\n- size: 32\n- size: 64");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(yaml("size: [32, 65]")).isNotEqualTo(one.cells());
        assertThat(one.hashCode()).isNotEqualTo(yaml("size: [32, 65]").hashCode());
        assertThat(one).hasToString("[{SIZE=[32, 64]}]");
        assertThat(other).hasToString("[{SIZE=[32]}, {SIZE=[64]}]");
    }

    @Test
    void everyAxisHasAMethodOfTheBuilder() {
        SearchSpace built = SearchSpace.builder()
                .backbones("a", "b")
                .weights("random")
                .heads(new HeadChoice("reference"))
                .unfrozen("3", "all")
                .batchNorms(BatchNormMode.INFERENCE)
                .optimizers("sgd")
                .learningRates(0.5)
                .schedules(ScheduleChoice.of("cosine"))
                .augmentations("mri")
                .views(0, 2)
                .augmentationSeeds(5)
                .preprocessings(Preprocessing.CAFFE)
                .sizes(32)
                .batchSizes(8)
                .epochs(9)
                .patiences(4)
                .seeds(1, 2)
                .build();

        assertThat(built)
                .hasToString("[{BACKBONE=[a, b], WEIGHTS=[random], HEAD=[reference], UNFROZEN=[3, all],"
                        + " BATCH_NORM=[inference], OPTIMIZER=[sgd], LEARNING_RATE=[0.5], SCHEDULE=[cosine],"
                        + " AUGMENTATION=[mri], VIEWS=[0, 2], AUGMENTATION_SEED=[5], PREPROCESSING=[caffe], SIZE=[32],"
                        + " BATCH_SIZE=[8], EPOCHS=[9], PATIENCE=[4], SEED=[1, 2]}]");
    }

    @Test
    void everyAxisIsWrittenToSettingsAndReadFromThem() {
        SearchSpace space = yaml("""
                backbone: b
                weights: random
                head: average pooling, dropout 0.5
                unfrozen: 3
                batchNorm: keras
                optimizer: sgd
                learningRate: 0.5
                schedule: cosine
                augmentation: mri
                views: 2
                augmentationSeed: 5
                preprocessing: caffe
                size: 32
                batchSize: 8
                epochs: 9
                patience: 4
                seed: 1
                """);
        Cell cell = space.cells().get(0);

        TrainingSettings settings = cell.on(TrainingSettings.defaults());

        for (Axis axis : Axis.values()) {
            assertThat(axis.of(settings)).as(axis.id()).isEqualTo(axis.of(cell)).isNotEqualTo(axis.usual());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BACKBONE          | '' | Found an empty text
            SEED              | 1.5 | expected a seed
            AUGMENTATION_SEED | x  | expected a seed
            VIEWS             | -1 | Found -1, expected a whole number, 0 or more
            PATIENCE          | -1 | Found -1, expected a whole number, 0 or more
            SIZE              | 0  | Found 0, expected a whole number, 1 or more
            """)
    void whatAnAxisDoesNotHaveIsRefused(Axis axis, String text, String message) {
        assertThatThrownBy(() -> axis.read(text))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(message);
        assertThat(Axis.SIZE.read("own")).isEqualTo("own");
        assertThat(Axis.PREPROCESSING.read("own")).isEqualTo("own");
        assertThat(Axis.VIEWS.read(" +00 ")).isEqualTo("0");
    }

    @Test
    void axesCanBeSetAnewInEverySpace() {
        SearchSpace small = yaml(YAML).with(b -> b.sizes(32).epochs(2).seeds(1));

        assertThat(small.cells())
                .hasSize(24 + 4)
                .extracting(c -> List.of(Axis.SIZE.of(c), Axis.EPOCHS.of(c), Axis.SEED.of(c)))
                .containsOnly(List.of("32", "2", "1"));
        assertThat(yaml(YAML).cells()).noneMatch(c -> Axis.SIZE.of(c).equals("32"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: 1                                     | line 1: There is no axis 'a'. Choose one of backbone, weights
            backbone: x\\n\\nunfrozen:\\n- 0\\n- some  | line 5: The freezing 'some', character 1: Found 'some', expected a number of last layers
            learningRate: [0.1, fast]                | line 1: Found 'fast', expected a number above 0
            learningRate: -1                         | line 1: A learning rate must be positive and finite, found -1.0
            epochs: 0                                | line 1: Found 0, expected a whole number, 1 or more
            epochs: 2.5                              | line 1: Found '2.5', expected a whole number, 1 or more
            repeats: 0                               | line 1: Found 0, expected a whole number, 1 or more
            seed: 1\\nrepeats: 2                      | line 2: expected either repeats or seed, not both
            optimizer: adagrad                       | line 1: There is no optimizer 'adagrad'
            batchNorm: fast                          | line 1: There is no batch-norm mode 'fast'. Choose keras or inference
            head: gap-dens                           | line 1: There is no head 'gap-dens'. Choose reference, gap
            head: dense 8 relu, dropout 0.1          | line 1: A head needs exactly one pooling
            head: average pooling, dense x           | 'dense x' is no part of a head
            schedule: cosine warm-up                 | line 1: A schedule is the name of a shape
            preprocessing: torchy                    | line 1: There is no preprocessing 'torchy'
            backbone: []                             | line 1: expected at least one value of backbone
            backbone: {a: 1}                         | line 1: Found a list or table, expected a text or a number
            spaces: 3                                | line 1: expected a list of tables of axes
            spaces:\\n- size: 3\\n  spaces: []         | line 3: found spaces within a space
            unfrozen: 0\\nunfrozen: 3                 | line 2
            augmentation: off                        | line 1: found
            - 1                                      | line 1: expected a table of axes
            backbone: &a x\\nweights: *a              | line 2: found the alias *a
            backbone: [x                             | this is no YAML
            optimizer:\\n\\t- adam                     | line 2: found a tab before the text
            optimizer:\\n  - adam\\n\\t- sgd            | line 3: found a tab before the text
            """)
    void whatIsWrongIsSaidWithItsLine(String text, String message) {
        assertThatThrownBy(() -> yaml(text.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith("space.yaml, line ")
                .hasMessageContaining(message);
    }

    @Test
    void brokenJsonIsSaidWithItsLineToo() {
        assertThatThrownBy(() -> json("{\"size\": 3,\n\"size\": 4}"))
                .hasMessageContaining("line 2: found 'size' twice");
        assertThatThrownBy(() -> json("{\"size\": \n 3,,}"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("space.json, line 2: this is no JSON");
        assertThatThrownBy(() -> json("")).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> json("{} {}")).hasMessageContaining("found a second document");
    }

    @Test
    void filesAreReadByTheirEnding() throws IOException {
        Path json = Files.writeString(folder.resolve("a.json"), "{\"size\": 32}");
        Path yaml = Files.writeString(folder.resolve("a.yml"), "size: 32");

        assertThat(SearchSpace.read(json)).isEqualTo(yaml("size: 32"));
        assertThat(SearchSpace.read(yaml)).isEqualTo(yaml("size: 32"));
        assertThatThrownBy(() -> SearchSpace.read(folder.resolve("b.yaml")))
                .hasMessageContaining("There is no file")
                .hasMessageContaining("b.yaml");
    }

    @Test
    void theReferenceGridHasAllItsAxes() {
        List<Cell> cells = ReferenceGrid.space().cells();

        // Optimizers, rates, augmentations, repeats.
        int each = 2 * 3 * 3 * 2;
        assertThat(cells).hasSize(2 * each + 5 * 5 * each + 5 * each);
        assertThat(cells.stream().filter(c -> Axis.BACKBONE.of(c).endsWith("-cnn")))
                .allMatch(c ->
                        Axis.UNFROZEN.of(c).equals("all") && Axis.WEIGHTS.of(c).equals("random"));
        assertThat(cells.stream().filter(c -> Axis.PREPROCESSING.of(c).equals(Preprocessing.CAFFE.id())))
                .hasSize(5 * each)
                .allMatch(c -> Axis.BACKBONE.of(c).equals("inception-v3"));
        assertThat(cells).extracting(c -> Axis.UNFROZEN.of(c)).containsOnly("0", "3", "12", "20", "all");
        assertThat(cells).extracting(Axis.LEARNING_RATE::of).containsOnly("0.01", "1.0E-4", "1.0E-5");
        assertThat(cells).extracting(Axis.AUGMENTATION::of).containsOnly("none", "keras-default", "mri");
    }

    @Test
    void seedsAndRepeatsExcludeEachOther() {
        assertThatThrownBy(() -> SearchSpace.builder().seeds(1, 2).repeats(3))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("repeats")
                .hasMessageContaining("that for the seeds was already set");
        assertThatThrownBy(() -> SearchSpace.builder().repeats(3).axis(Axis.SEED, List.of("1")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("that for the repeats was already set");
        // A space that is made of another one replaces what that one says.
        SearchSpace.builder()
                .repeats(3)
                .build()
                .with(builder -> builder.seeds(1))
                .with(builder -> builder.repeats(2));
    }
}
