package dev.graft.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.engine.Engine;
import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.PendingStep;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.image.RgbImage;
import dev.graft.io.BoundedJson;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.DecayScope;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.optimizer.KerasSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every engine promises. A module with an engine inherits this test. */
public abstract class EngineContractTest {
    private static final int BATCH = 6;
    private static final int TINY_LAYERS = 21;
    private static final FreezePolicy FROZEN = FreezePolicy.allFrozen();

    /**
     * RMSprop that is gradient descent in disguise: beside an epsilon this large the mean square vanishes, and every step
     * is {@value #DESCENT_RATE} times the gradient.
     */
    private static final Optimizer DESCENT = new Optimizer.RmsProp(10, 0.9, 1e4);

    private static final double DESCENT_RATE = 0.1;

    /** Small enough for the loss to be nearly straight, large enough for single precision. */
    private static final double DIFFERENCE = 1e-2;

    /** The engine under test. */
    protected abstract Engine engine();

    // ---- closed

    @Test
    void aClosedSessionSaysSo() {
        TransferModel model = TestModels.tiny();
        INDArray images = TestModels.images(BATCH, 32, 1);
        InferenceSession inference = engine().inference(model.graph(), List.of("top_activation"));
        inference.run(images);
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        TrainingSession training = engine().training(
                        model.graph(), model.frozenPrefix(freeze), freeze, model.headLayers(), Optimizer.adam(1e-3));
        INDArray[] cut = {images};
        INDArray labels = TestModels.labels(BATCH, 2);
        training.step(cut, labels);
        TrainingState state = training.state();

        for (int i = 0; i < 2; i++) {
            inference.close();
            training.close();
        }

        ImageBatch pictures = model.description().batch(TestModels.pictures(BATCH, InputShape.square(32), 1));
        List<Runnable> uses = List.of(
                () -> inference.run(images),
                () -> inference.run(pictures),
                () -> training.step(cut, labels),
                () -> training.probabilities(cut),
                () -> training.begin(pictures, labels, Optional.empty()),
                () -> training.probabilities(pictures),
                () -> training.learningRate(),
                () -> training.learningRate(1),
                () -> training.parametersAreFinite(),
                () -> training.state(),
                () -> training.restore(state),
                () -> training.writeBack());
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    // ---- finite

    @Test
    void parametersThatAreNoNumbersAnyMoreAreNoticed() {
        TransferModel model = TestModels.tiny();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        INDArray[] images = {TestModels.images(BATCH, 32, 1)};
        INDArray labels = TestModels.labels(BATCH, 2);
        try (TrainingSession session = engine().training(
                        model.graph(),
                        model.frozenPrefix(freeze),
                        freeze,
                        model.headLayers(),
                        new Optimizer.Sgd(3e38, 0, false))) {
            assertThat(session.parametersAreFinite()).isTrue();
            session.learningRate(1e-3);
            session.step(images, labels);
            assertThat(session.parametersAreFinite()).isTrue();
            session.learningRate(3e38);
            session.step(images, labels);
            session.step(images, labels);
            assertThat(session.parametersAreFinite()).isFalse();
        }
    }

    // ---- inference

    @Test
    void featuresOfAnImageDoNotDependOnItsPlaceInTheBatch() {
        TransferModel model = TestModels.tiny();
        INDArray images = TestModels.images(BATCH, 32, 1);
        int[] reversed = {5, 4, 3, 2, 1, 0};

        INDArray straight = infer(model, List.of("top_activation"), images)[0];
        INDArray turned = infer(model, List.of("top_activation"), rows(images, reversed))[0];

        assertThat(floats(rows(turned, reversed))).isEqualTo(floats(straight));
        assertThat(floats(rows(straight, 0))).isNotEqualTo(floats(rows(straight, 1)));
    }

    @Test
    void inferenceChangesNeitherItsInputsNorTheModel() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        INDArray map = Nd4j.rand(BATCH, 8, 16, 16).subi(0.5);
        INDArray copy = map.dup();

        // The activation stands first above the cut, where working in place would show.
        try (InferenceSession session =
                engine().inference(model.graph(), List.of("stem_bn"), List.of("stem_activation", "top_activation"))) {
            session.run(map);
            session.run(map);
        }

        assertThat(floats(map)).isEqualTo(floats(copy));
        assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
    }

    @Test
    void featureMapsAskedForTogetherEqualThoseAskedForAlone() {
        TransferModel model = TestModels.tiny();
        INDArray images = TestModels.images(BATCH, 32, 2);
        List<String> wanted = new ArrayList<>();
        model.description().backboneLayers().stream().skip(1).forEach(layer -> wanted.add(layer.name()));
        wanted.add("head_out");

        INDArray[] together = infer(model, wanted, images);

        for (int i = 0; i < together.length; i++) {
            INDArray alone = infer(model, List.of(wanted.get(i)), images)[0];
            assertThat(floats(together[i])).as(wanted.get(i)).isEqualTo(floats(alone));
        }
    }

    @Test
    void theInputItselfMayBeAskedFor() {
        INDArray images = TestModels.images(2, 32, 2);

        INDArray same = infer(TestModels.tiny(), List.of("input_layer"), images)[0];

        assertThat(same.shape()).isEqualTo(images.shape());
        assertThat(floats(same)).isEqualTo(floats(images));
    }

    @Test
    void inferenceContinuesFromACutAcrossBranches() {
        TransferModel model = TestModels.tiny();
        INDArray images = TestModels.images(BATCH, 32, 3);
        List<String> cut = List.of("stem_activation", "block_activation", "block_se_reshape");

        INDArray[] below = infer(model, cut, images);
        INDArray continued;
        try (InferenceSession session = engine().inference(model.graph(), cut, List.of("head_out"))) {
            continued = session.run(below)[0];
        }

        assertThat(floats(continued)).isEqualTo(floats(infer(model, List.of("head_out"), images)[0]));
    }

    @Test
    void aSessionKeepsTheParametersItWasMadeWith() {
        TransferModel model = TestModels.tiny();
        INDArray images = TestModels.images(2, 32, 4);
        try (InferenceSession session = engine().inference(model.graph(), List.of("head_out"))) {
            float[] before = floats(session.run(images)[0]);
            Snapshot.parameter(model.graph(), "head_out/b").assign(Nd4j.createFromArray(1f, -1f));

            assertThat(floats(session.run(images)[0])).isEqualTo(before);
        }
    }

    @Test
    void dropoutIsSilentAtInference() {
        TransferModel model = TestModels.builder(new TinyBackbone(0.5))
                .head(DenseHead.averagePooling().withHidden(8).withDropout(0.5))
                .build();
        INDArray images = TestModels.images(BATCH, 32, 4);
        List<String> around = List.of("block_project_bn", "block_drop", "head_dense", "head_dropout");

        INDArray[] found = infer(model, around, images);

        assertThat(floats(found[1])).isEqualTo(floats(found[0]));
        assertThat(floats(found[3])).isEqualTo(floats(found[2]));
    }

    /** To the last bit, at every stage: what enters, a map, the answer. */
    @Property(tries = 2, seed = "20260103", edgeCases = EdgeCasesMode.NONE)
    void imagesAsBytesComeToWhatPreprocessedOnesComeTo(
            @ForAll @IntRange(min = 1, max = 3) int count,
            @ForAll @IntRange(min = 17, max = 41) int height,
            @ForAll @IntRange(min = 17, max = 41) int width,
            @ForAll long seed) {
        InputShape shape = new InputShape(3, height, width);
        TransferModel model =
                TestModels.builder(new TinyBackbone(0)).inputShape(shape).build();
        List<RgbImage> images = TestModels.pictures(count, shape, seed);
        Set<Integer> different = new HashSet<>();
        try (InferenceSession session =
                engine().inference(model.graph(), List.of("input_layer", "top_activation", "head_out"))) {
            for (Preprocessing preprocessing : Preprocessing.values()) {
                ImageBatch batch = new ImageBatch(images, shape, preprocessing);
                INDArray[] found = session.run(batch);
                INDArray preprocessed = batch.preprocessed();
                INDArray[] expected = session.run(preprocessed);

                assertThat(floats(found[0])).as("input").isEqualTo(floats(preprocessed));
                for (int i = 0; i < found.length; i++) {
                    assertThat(found[i].shape()).isEqualTo(expected[i].shape());
                    assertThat(floats(found[i])).as("%s %d", preprocessing, i).isEqualTo(floats(expected[i]));
                }
                different.add(Arrays.hashCode(floats(found[1])));
            }
        }
        assertThat(different).hasSize(Preprocessing.values().length);
    }

    // ---- training

    @Test
    void learningFromBytesIsLearningFromWhatTheyBecome() {
        InputShape shape = new InputShape(3, 19, 23);
        INDArray labels = TestModels.labels(BATCH, 2);
        for (Preprocessing preprocessing : List.of(Preprocessing.CAFFE, Preprocessing.TORCH)) {
            ImageBatch images = new ImageBatch(TestModels.pictures(BATCH, shape, 3), shape, preprocessing);

            List<Float> fromBytes = learned(
                    shape,
                    session -> session.begin(images, labels, Optional.empty()),
                    session -> session.probabilities(images));
            INDArray[] cut = {images.preprocessed()};
            List<Float> fromArrays = learned(
                    shape,
                    session -> session.begin(cut, labels, Optional.empty()),
                    session -> session.probabilities(cut));

            assertThat(fromBytes).isEqualTo(fromArrays);
        }
    }

    /** Losses, answers and parameters of two steps of a network whose every layer learns. */
    private List<Float> learned(
            InputShape shape, Function<TrainingSession, PendingStep> step, Function<TrainingSession, INDArray> answer) {
        TransferModel model =
                TestModels.builder(new PlainBackbone()).inputShape(shape).build();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        assertThat(prefix.cut()).isEqualTo(model.graph().getConfiguration().getNetworkInputs());
        List<Float> numbers = new ArrayList<>();
        try (TrainingSession session =
                engine().training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-2))) {
            for (int i = 0; i < 2; i++) {
                numbers.add((float) step.apply(session).result().loss());
                add(numbers, floats(answer.apply(session)));
            }
            session.writeBack();
        }
        addParameters(numbers, model);
        return numbers;
    }

    private static void addParameters(List<Float> numbers, TransferModel model) {
        Snapshot.of(model.graph()).values().values().forEach(values -> add(numbers, values));
    }

    private static void add(List<Float> numbers, float[] values) {
        for (float value : values) {
            numbers.add(value);
        }
    }

    @Test
    void equalSeedsTrainEqually() {
        assertThat(trainWithDropout(7)).isEqualTo(trainWithDropout(7)).isNotEqualTo(trainWithDropout(8));
    }

    /** Losses and final parameters of three steps. */
    private List<Float> trainWithDropout(long seed) {
        TransferModel model = TestModels.builder(new TinyBackbone(0.5))
                .head(DenseHead.averagePooling().withHidden(8).withDropout(0.5))
                .seed(seed)
                .build();
        List<Float> numbers = new ArrayList<>();
        try (Training training = new Training(model, FreezePolicy.lastLayers(8), Optimizer.adam(1e-2))) {
            for (int step = 0; step < 3; step++) {
                numbers.add((float) training.step().loss());
            }
            training.session.writeBack();
        }
        addParameters(numbers, model);
        return numbers;
    }

    @Test
    void theLossIsTheCrossEntropyOfTheProbabilitiesBeforeTheUpdate() {
        try (Training training = new Training(TestModels.tiny(), FROZEN, Optimizer.adam(1e-2))) {
            for (int step = 0; step < 3; step++) {
                INDArray probabilities = training.session.probabilities(training.cut);

                assertThat(training.step().loss())
                        .isCloseTo(crossEntropy(probabilities, training.labels), within(1e-6));
            }
        }
    }

    @Test
    void softLabelsCountByTheirShare() {
        try (Training training = new Training(TestModels.tiny(), FROZEN, Optimizer.adam(1e-2))) {
            INDArray soft = training.labels.mul(0.8).addi(0.1);
            INDArray probabilities = training.session.probabilities(training.cut);

            assertThat(training.session.step(training.cut, soft).loss())
                    .isCloseTo(crossEntropy(probabilities, soft), within(1e-6));
        }
    }

    private static double crossEntropy(INDArray probabilities, INDArray labels) {
        double sum = 0;
        for (int i = 0; i < labels.rows(); i++) {
            for (int c = 0; c < labels.columns(); c++) {
                sum -= labels.getDouble(i, c) * Math.log(probabilities.getDouble(i, c));
            }
        }
        return sum / labels.rows();
    }

    @Test
    void rightAnswersAreCountedBeforeTheUpdate() {
        try (Training training = new Training(TestModels.tiny(), FROZEN, Optimizer.adam(0.05))) {
            Set<Integer> counts = new TreeSet<>();
            for (int step = 0; step < 20; step++) {
                INDArray probabilities = training.session.probabilities(training.cut);
                int right = 0;
                for (int i = 0; i < BATCH; i++) {
                    boolean first = probabilities.getDouble(i, 0) > probabilities.getDouble(i, 1);
                    right += first == (i % 2 == 0) ? 1 : 0;
                }
                counts.add(right);

                assertThat(training.step().correct()).isEqualTo(right);
            }
            assertThat(counts).as("a test that sees one count only says little").hasSizeGreaterThan(1);
        }
    }

    @Test
    void aStepChangesNeitherItsInputsNorTheModel() {
        // Without hidden layers, dropout stands first above the cut.
        TransferModel model = TestModels.builder(new TinyBackbone(0))
                .head(DenseHead.averagePooling().withDropout(0.5))
                .build();
        Snapshot before = Snapshot.of(model.graph());
        for (FreezePolicy policy : List.of(FROZEN, FreezePolicy.lastLayers(1), FreezePolicy.allTrainable())) {
            try (Training training = new Training(model, policy, Optimizer.adam(1e-2))) {
                float[][] copies =
                        Arrays.stream(training.cut).map(Snapshot::floats).toArray(float[][]::new);
                float[] labels = floats(training.labels);

                training.step();
                training.session.probabilities(training.cut);

                for (int i = 0; i < copies.length; i++) {
                    assertThat(floats(training.cut[i])).as(policy.describe()).isEqualTo(copies[i]);
                }
                assertThat(floats(training.labels)).isEqualTo(labels);
            }
            assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
        }
    }

    @Test
    void writeBackCopiesWhatLearnedIncludingStatisticsAndNothingElse() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(model, FreezePolicy.from("block_project_bn"), Optimizer.adam(1e-2))) {
            training.step();
            training.session.writeBack();
        }

        assertThat(before.changed(Snapshot.of(model.graph())))
                .containsExactlyInAnyOrder(
                        "block_project_bn/gamma",
                        "block_project_bn/beta",
                        "block_project_bn/mean",
                        "block_project_bn/var",
                        "top_conv/W",
                        "top_bn/gamma",
                        "top_bn/beta",
                        "top_bn/mean",
                        "top_bn/var",
                        "head_out/W",
                        "head_out/b");
    }

    @Test
    void theModelPredictsAfterWriteBackWhatTheSessionPredicted() {
        TransferModel model = TestModels.tiny();
        float[] predicted;
        try (Training training = new Training(model, FreezePolicy.lastLayers(12), Optimizer.adam(1e-2))) {
            training.step();
            predicted = floats(training.session.probabilities(training.cut));
            training.session.writeBack();
        }

        float[] found = floats(infer(model, List.of("head_out"), Training.images())[0]);

        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(predicted[i], within(1e-6f));
        }
    }

    @Test
    void aBatchMayBeSmallerThanTheOneBefore() {
        TransferModel model = TestModels.tiny();
        try (Training training = new Training(model, FROZEN, Optimizer.adam(1e-2))) {
            training.step();
            INDArray two = rows(training.cut[0], 0, 1);
            INDArray labels = TestModels.labels(2, 2);
            INDArray probabilities = training.session.probabilities(new INDArray[] {two});

            StepResult step = training.session.step(new INDArray[] {two}, labels);

            assertThat(step.loss()).isCloseTo(crossEntropy(probabilities, labels), within(1e-6));
            assertThat(step.correct()).isBetween(0, 2);
        }
    }

    @Test
    void sessionsOpenAtTheSameTimeDoNotMeet() {
        TransferModel model = TestModels.tiny();
        double alone;
        try (Training training = new Training(model, FROZEN, Optimizer.adam(1e-2))) {
            training.step();
            alone = training.step().loss();
        }
        try (Training one = new Training(model, FROZEN, Optimizer.adam(1e-2));
                Training other = new Training(model, FREEZE_HALF, Optimizer.rmsProp(1e-2))) {
            one.step();
            other.step();
            assertThat(one.step().loss()).isEqualTo(alone);
        }
    }

    private static final FreezePolicy FREEZE_HALF = FreezePolicy.lastLayers(TINY_LAYERS / 2);

    @Test
    void theFirstLayerAboveTheInputMayLearn() {
        TransferModel model = TestModels.tiny(new PlainBackbone(), 42);
        try (Training training = new Training(model, FreezePolicy.allTrainable(), Optimizer.adam(1e-2))) {
            training.cut[0].divi(127.5).subi(1);
            double first = training.step().loss();
            for (int i = 0; i < 10; i++) {
                training.step();
            }
            assertThat(training.step().loss()).isLessThan(first);
        }
    }

    // ---- updates

    static Stream<Named<JsonNode>> kerasRuns() throws IOException {
        return StreamSupport.stream(kerasTraining().get("runs").spliterator(), false)
                .map(run -> Named.of(run.get("settings").toString(), run));
    }

    private static JsonNode kerasTraining() throws IOException {
        try (InputStream stream = EngineContractTest.class.getResourceAsStream("training_reference.json")) {
            return BoundedJson.mapper().build().readTree(stream);
        }
    }

    /**
     * Every optimizer, rates that change, clipping and accumulation. The script beside the recorded numbers says how Keras
     * made them.
     *
     * <p>Tolerance: a gradient here is a sum of four images whose terms may cancel, so its rounding is 1e-7 of its terms;
     * Adam and RMSprop divide it by its own size, so a parameter may be off by 1e-5 of a step, beside its own rounding.
     */
    @ParameterizedTest
    @MethodSource("kerasRuns")
    void softmaxRegressionLearnsAsWithKeras(JsonNode run) throws IOException {
        JsonNode reference = kerasTraining();
        UpdateRule rule = KerasSettings.rule(run.get("settings"));
        double firstRate = rule.optimizer().learningRate();
        double secondRate = run.get("settings").path("second_rate").asDouble(firstRate);
        TransferModel model = TestModels.tiny();
        int features = reference.get("features").asInt();
        int classes = reference.get("classes").asInt();
        int images = reference.get("images").asInt();
        Snapshot.parameter(model.graph(), "head_out/W").assign(array(reference.get("kernel"), features, classes));
        Snapshot.parameter(model.graph(), "head_out/b").assign(array(reference.get("bias"), 1, classes));
        List<Integer> recorded = new ArrayList<>();
        reference.get("recorded").forEach(number -> recorded.add(number.asInt()));
        try (Training training = new Training(model, model.resolve(FROZEN), rule)) {
            int batches = 0;
            for (JsonNode batch : reference.get("batches")) {
                if (batches == reference.get("change").asInt()) {
                    training.session.learningRate(secondRate);
                }
                training.session.step(
                        new INDArray[] {array(batch.get("x"), images, features)},
                        array(batch.get("y"), images, classes));
                batches++;
                if (recorded.contains(batches)) {
                    training.session.writeBack();
                    double[] allowed = {1e-6, 1e-5 * Math.max(firstRate, secondRate)};
                    assertLearned(model, run.get("after").get(recorded.indexOf(batches)), allowed, batches);
                }
            }
            assertThat(batches).isEqualTo(12);
        }
    }

    private static void assertLearned(TransferModel model, JsonNode expected, double[] allowed, int batches) {
        float[] kernel = Snapshot.of(model.graph()).get("head_out/W");
        float[] bias = Snapshot.of(model.graph()).get("head_out/b");
        assertThat(expected.size()).isEqualTo(kernel.length + bias.length);
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.get(i).asDouble();
            assertThat((double) (i < kernel.length ? kernel[i] : bias[i - kernel.length]))
                    .as("value %d after batch %d", i, batches)
                    .isCloseTo(value, within(allowed[0] * Math.abs(value) + allowed[1]));
        }
    }

    private static INDArray array(JsonNode values, int rows, int columns) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.get(i).asDouble();
        }
        return Nd4j.createFromArray(floats).reshape('c', rows, columns);
    }

    @Test
    void theLearningRateIsTheOptimizersUntilItIsChanged() {
        try (Training training = new Training(TestModels.tiny(), FROZEN, Optimizer.adam(0.25))) {
            assertThat(training.session.learningRate()).isEqualTo(0.25);
            training.session.learningRate(0.5);
            assertThat(training.session.learningRate()).isEqualTo(0.5);
            for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> training.session.learningRate(rate))
                        .isInstanceOf(GraftException.class)
                        .hasMessageContaining(String.valueOf(rate));
            }
            assertThat(training.session.learningRate()).isEqualTo(0.5);
        }
    }

    @Test
    void atALearningRateOfZeroOnlyRunningStatisticsMove() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(model, FREEZE_HALF, Optimizer.adamW(1e-2))) {
            training.session.learningRate(0);
            training.step();
            training.session.writeBack();
        }

        assertThat(before.changed(Snapshot.of(model.graph())))
                .containsExactlyInAnyOrder(
                        "block_project_bn/mean", "block_project_bn/var", "top_bn/mean", "top_bn/var");
    }

    @Test
    void layersLearnAndDecayAtTheirShareOfTheRate() {
        LayerRates rates =
                LayerRates.backbone(0.5).from("block_se_reduce", 0.25).from("top_conv", 2);
        // Tiny gradients make Adam's first step depend on rounding: the large epsilon keeps it proportional.
        Optimizer decaying = new Optimizer.AdamW(0.1, 0.9, 0.999, 1e-2, 2, DecayScope.ALL);
        for (Optimizer optimizer : List.of(Optimizer.sgd(0.1), decaying)) {
            Map<String, double[]> alike = moved(UpdateRule.of(optimizer));
            Map<String, double[]> found = moved(UpdateRule.of(optimizer).withLayerRates(rates));

            assertThat(found.keySet()).isEqualTo(alike.keySet());
            found.forEach((name, change) -> {
                double[] plain = Lookup.in(alike, name, "change");
                for (int i = 0; i < change.length; i++) {
                    double expected = factor(name) * plain[i];
                    assertThat(change[i])
                            .as("%s[%d], %s", name, i, optimizer)
                            .isCloseTo(expected, within(1e-6 + 1e-3 * Math.abs(expected)));
                }
            });
        }
    }

    private static double factor(String name) {
        if (name.startsWith("head")) {
            return 1;
        } else if (name.startsWith("top")) {
            return 2;
        }
        return name.startsWith("block_se") || name.startsWith("block_project") ? 0.25 : 0.5;
    }

    /** By how far one step moves each parameter that learns; everything does. */
    private Map<String, double[]> moved(UpdateRule rule) {
        TransferModel model = gradientModel();
        Snapshot before = Snapshot.of(model.graph());
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.INFERENCE));
        try (Training training = new Training(model, freeze, rule)) {
            training.step();
            training.session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());
        Map<String, double[]> moved = new LinkedHashMap<>();
        before.changed(after).forEach(name -> {
            double[] change = new double[before.get(name).length];
            for (int i = 0; i < change.length; i++) {
                change[i] = (double) after.get(name)[i] - before.get(name)[i];
            }
            moved.put(name, change);
        });
        return moved;
    }

    @Test
    void ratesOfLayersThatDoNotExistAreRefused() {
        UpdateRule rule = UpdateRule.of(Optimizer.sgd(0.1))
                .withLayerRates(LayerRates.uniform().from("block9_conv", 0.5));
        TransferModel model = TestModels.tiny();

        assertThatThrownBy(() -> new Training(model, model.resolve(FROZEN), rule))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("block9_conv");
    }

    /** DL4J, for one, hands changes of running statistics down as gradients. */
    @Test
    void runningStatisticsAreNeitherClippedNorDecayedNorScaled() {
        ResolvedFreeze freeze = TestModels.tiny().resolve(FreezePolicy.allTrainable());
        Map<String, float[]> plain = statistics(freeze, UpdateRule.of(Optimizer.sgd(0.1)));
        assertThat(plain).hasSize(8);
        UpdateRule decaying = UpdateRule.of(Optimizer.adamW(0.1).withWeightDecay(3));
        for (UpdateRule rule : List.of(
                decaying,
                decaying.withClipping(Clipping.byValue(1e-6)),
                decaying.withClipping(Clipping.byNorm(1e-6)),
                decaying.withClipping(Clipping.byGlobalNorm(1e-6)),
                decaying.withAccumulation(5),
                decaying.withLayerRates(LayerRates.backbone(0.01)))) {
            Map<String, float[]> found = statistics(freeze, rule);
            plain.forEach((name, values) -> assertThat(found.get(name))
                    .as("%s, %s", name, rule.describe())
                    .isEqualTo(values));
        }
    }

    private Map<String, float[]> statistics(ResolvedFreeze freeze, UpdateRule rule) {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(model, freeze, rule)) {
            training.step();
            training.session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());
        Map<String, float[]> statistics = new LinkedHashMap<>();
        before.changed(after).stream()
                .filter(name -> name.contains("_bn/") && (name.endsWith("/mean") || name.endsWith("/var")))
                .forEach(name -> statistics.put(name, after.get(name)));
        return statistics;
    }

    @Test
    void theGlobalNormIsThatOfGradientsAlone() {
        ResolvedFreeze freeze = TestModels.tiny().resolve(FreezePolicy.allTrainable());
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(
                model, freeze, UpdateRule.of(Optimizer.sgd(1)).withClipping(Clipping.byGlobalNorm(1e-2)))) {
            training.step();
            training.session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());

        double sum = 0;
        for (String name : before.changed(after)) {
            if (!name.endsWith("/mean") && !name.endsWith("/var")) {
                for (int i = 0; i < before.get(name).length; i++) {
                    sum += Math.pow((double) after.get(name)[i] - before.get(name)[i], 2);
                }
            }
        }
        assertThat(Math.sqrt(sum)).isCloseTo(1e-2, within(1e-5));
    }

    @Test
    void gradientsOfSmallBatchesAddUpToThoseOfALargeOne() {
        for (Optimizer optimizer : List.of(Optimizer.sgd(0.1).withMomentum(0.9), Optimizer.adam(1e-3))) {
            Snapshot large = plainTrained(UpdateRule.of(optimizer), new int[] {0, 1, 2, 3, 4, 5});
            Snapshot small = plainTrained(
                    UpdateRule.of(optimizer).withAccumulation(3), new int[] {0, 1}, new int[] {2, 3}, new int[] {4, 5});
            large.values().forEach((name, values) -> {
                for (int i = 0; i < values.length; i++) {
                    assertThat((double) small.get(name)[i])
                            .as("%s[%d], %s", name, i, optimizer)
                            .isCloseTo(values[i], within(2e-6));
                }
            });
        }
    }

    /** A network without batch norm after two rounds over parts of a batch. */
    private Snapshot plainTrained(UpdateRule rule, int[]... parts) {
        TransferModel model = TestModels.tiny(new PlainBackbone(), 42);
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(model, model.resolve(FreezePolicy.allTrainable()), rule)) {
            training.cut[0].divi(127.5).subi(1);
            for (int round = 0; round < 2; round++) {
                for (int[] part : parts) {
                    training.session.step(new INDArray[] {rows(training.cut[0], part)}, rows(training.labels, part));
                }
            }
            training.session.writeBack();
        }
        assertThat(before.changed(Snapshot.of(model.graph())))
                .hasSize(before.values().size());
        return Snapshot.of(model.graph());
    }

    @Test
    void parametersWaitUntilEnoughBatchesAreSeen() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(
                model,
                model.resolve(FREEZE_HALF),
                UpdateRule.of(Optimizer.adamW(1e-2)).withAccumulation(2))) {
            training.step();
            training.session.writeBack();
            assertThat(before.changed(Snapshot.of(model.graph())))
                    .allMatch(name -> name.endsWith("/mean") || name.endsWith("/var"))
                    .hasSize(4);
            training.step();
            training.session.writeBack();
            assertThat(before.changed(Snapshot.of(model.graph()))).contains("head_out/W", "top_conv/W");
        }
    }

    @Test
    void everyStepDrawsMasksOfItsOwn() {
        TransferModel model = TestModels.builder(new TinyBackbone(0))
                .head(DenseHead.averagePooling().withHidden(8).withDropout(0.5))
                .build();
        try (Training training = new Training(model, FROZEN, Optimizer.sgd(1))) {
            training.session.learningRate(0);
            Set<Double> losses = new TreeSet<>();
            for (int i = 0; i < 8; i++) {
                losses.add(training.step().loss());
            }
            assertThat(losses).hasSize(8);
        }
    }

    // ---- state

    static Stream<UpdateRule> rules() {
        UpdateRule everything = UpdateRule.of(Optimizer.adamW(1e-2))
                .withClipping(Clipping.byGlobalNorm(0.5))
                .withAccumulation(3)
                .withLayerRates(LayerRates.backbone(0.1));
        return Stream.concat(
                Optimizer.names().stream().map(name -> UpdateRule.of(Optimizer.byName(name, 1e-2))),
                Stream.of(
                        UpdateRule.of(Optimizer.sgd(1e-2).withMomentum(0.9).withNesterov(true)),
                        UpdateRule.of(Optimizer.rmsProp(1e-2).withMomentum(0.5).withCentered(true)),
                        everything));
    }

    /** Ten steps in one go, or five, then five more in a session that knows nothing but the state's bytes. */
    @ParameterizedTest
    @MethodSource("rules")
    void aRestoredSessionGoesOnToTheLastBit(UpdateRule rule) throws IOException {
        Snapshot straight;
        try (Training training = resumable(rule)) {
            training.steps(0, 5);
            training.session.learningRate(3e-3);
            training.steps(5, 10);
            straight = training.parameters();
        }
        byte[] bytes;
        try (Training training = resumable(rule)) {
            training.steps(0, 5);
            training.session.learningRate(3e-3);
            bytes = training.session.state().toBytes();
        }
        try (Training training = resumable(rule)) {
            TrainingState state = TrainingState.readFrom(new ByteArrayInputStream(bytes));
            assertThat(state.steps()).isEqualTo(5);
            training.session.restore(state);
            assertThat(training.session.learningRate()).isEqualTo(3e-3);
            assertThat(training.session.state().toBytes()).isEqualTo(bytes);
            training.steps(5, 10);
            assertThat(straight.changed(training.parameters())).isEmpty();
            training.session.restore(state);
            training.steps(5, 10);
            assertThat(straight.changed(training.parameters()))
                    .as("a state may be restored again")
                    .isEmpty();
        }
    }

    /** Dropout in backbone and head, batch statistics. */
    private Training resumable(UpdateRule rule) {
        TransferModel model = TestModels.builder(new TinyBackbone(0.5))
                .head(DenseHead.averagePooling()
                        .withHidden(8)
                        .withBatchNormalization(true)
                        .withDropout(0.5))
                .seed(3)
                .build();
        return new Training(model, model.resolve(FreezePolicy.lastLayers(12)), rule);
    }

    @Test
    void aStateDoesNotMoveWithItsSession() {
        try (Training training = resumable(UpdateRule.of(Optimizer.adam(1e-2)))) {
            TrainingState state = training.session.state();
            byte[] before = state.toBytes();
            training.step();
            assertThat(state.toBytes()).isEqualTo(before);
            assertThat(training.session.state().toBytes()).isNotEqualTo(before);
        }
    }

    @Test
    void aStateOfAnotherTrainingIsRefused() {
        UpdateRule rule = UpdateRule.of(Optimizer.adam(1e-2));
        TransferModel model = TestModels.tiny();
        TrainingState state;
        try (Training training = new Training(model, model.resolve(FREEZE_HALF), rule)) {
            training.step();
            state = training.session.state();
        }
        List<Training> others = List.of(
                new Training(model, FREEZE_HALF, Optimizer.rmsProp(1e-2)),
                new Training(model, model.resolve(FREEZE_HALF), rule.withAccumulation(2)),
                new Training(model, model.resolve(FREEZE_HALF.withBatchNorm(BatchNormMode.INFERENCE)), rule),
                new Training(model, model.resolve(FreezePolicy.lastLayers(3)), rule));
        for (Training other : others) {
            byte[] before = other.session.state().toBytes();
            assertThatThrownBy(() -> other.session.restore(state))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("another training");
            assertThat(other.session.state().toBytes()).isEqualTo(before);
            other.close();
        }
        try (Training same = new Training(model, FREEZE_HALF, Optimizer.adam(1))) {
            same.session.restore(state);
            assertThat(same.session.learningRate()).isEqualTo(1e-2);
        }
    }

    // ---- gradients

    /** The last layers, as policies choose them, or any others: engines promise nothing less. */
    @Provide
    Arbitrary<Set<String>> unfrozenLayers() {
        List<String> layers = TestModels.tiny().description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
        Arbitrary<Set<String>> last = Arbitraries.integers()
                .between(0, layers.size())
                .withDistribution(RandomDistribution.uniform())
                .map(first -> Set.copyOf(layers.subList(first, layers.size())));
        return Arbitraries.oneOf(last, Arbitraries.of(layers).set().ofMinSize(3));
    }

    /** Whatever lies frozen above, between or beside, an unfrozen layer gets the gradient it would get without freezing. */
    @Property(tries = 8, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
    void freezingOtherLayersDoesNotChangeAGradient(@ForAll("unfrozenLayers") Set<String> unfrozen) {
        TransferModel model = gradientModel();
        Map<String, double[]> part = gradients(model, freeze(unfrozen, BatchNormMode.INFERENCE));
        Map<String, double[]> whole =
                gradients(model, model.resolve(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.INFERENCE)));

        Set<String> expectedNames = new TreeSet<>(whole.keySet());
        expectedNames.removeIf(name ->
                !unfrozen.contains(name.split("/")[0]) && !model.headLayers().contains(name.split("/")[0]));
        assertThat(part.keySet()).isEqualTo(expectedNames);
        part.forEach((name, gradient) -> {
            double[] expected = Lookup.in(whole, name, "gradient");
            double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(2e-3 * size + 1e-5));
            }
        });
    }

    @Property(tries = 8, seed = "20260102", edgeCases = EdgeCasesMode.NONE)
    void gradientsEqualFiniteDifferencesOfTheLoss(@ForAll("unfrozenLayers") Set<String> unfrozen) {
        Random random = new Random(unfrozen.hashCode());
        TransferModel model = gradientModel();
        for (BatchNormMode mode : BatchNormMode.values()) {
            ResolvedFreeze freeze = freeze(unfrozen, mode);
            Map<String, double[]> gradients = gradients(model, freeze);
            List<String> names = new ArrayList<>(gradients.keySet());
            Collections.shuffle(names, random);
            for (String name : names.subList(0, Math.min(Effort.of(3, 6), names.size()))) {
                double[] gradient = Lookup.in(gradients, name, "gradient");
                // The largest one of most, so that a gradient lost on its way shows; any other of some.
                int index = random.nextInt(4) > 0 ? largest(gradient) : random.nextInt(gradient.length);
                double up = lossWith(model, freeze, name, index, DIFFERENCE);
                double down = lossWith(model, freeze, name, index, -DIFFERENCE);
                double expected = (up - down) / (2 * DIFFERENCE);
                assertThat(gradient[index])
                        .as("%s: %s[%d]", freeze, name, index)
                        .isCloseTo(expected, within(1e-2 * Math.abs(expected) + 5e-5));
            }
        }
    }

    private static ResolvedFreeze freeze(Set<String> unfrozen, BatchNormMode mode) {
        return new ResolvedFreeze("some", unfrozen, TINY_LAYERS, 0, 0, mode);
    }

    private double lossWith(TransferModel model, ResolvedFreeze freeze, String name, int index, double change) {
        INDArray parameter = Snapshot.parameter(model.graph(), name);
        float[] values = floats(parameter);
        float before = values[index];
        values[index] += (float) change;
        parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
        try (Training training = new Training(model, freeze, DESCENT)) {
            return training.step().loss();
        } finally {
            values[index] = before;
            parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
        }
    }

    private static int largest(double[] values) {
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            at = Math.abs(values[i]) > Math.abs(values[at]) ? i : at;
        }
        return at;
    }

    /** Of every learning parameter, by how far one step of gradient descent moves it. */
    private Map<String, double[]> gradients(TransferModel model, ResolvedFreeze freeze) {
        Snapshot before = Snapshot.of(model.graph());
        try (Training training = new Training(model, freeze, DESCENT)) {
            training.step();
            training.session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());
        before.restore(model.graph());
        Map<String, double[]> gradients = new LinkedHashMap<>();
        before.changed(after).stream()
                .filter(name -> !name.endsWith("/mean") && !name.endsWith("/var"))
                .forEach(name -> {
                    double[] gradient = new double[before.get(name).length];
                    for (int i = 0; i < gradient.length; i++) {
                        gradient[i] = ((double) before.get(name)[i] - after.get(name)[i]) / DESCENT_RATE;
                    }
                    gradients.put(name, gradient);
                });
        return gradients;
    }

    /** Running statistics away from 0 and 1, so that using the wrong ones shows. */
    private static TransferModel gradientModel() {
        TransferModel model = TestModels.tiny();
        for (String norm : List.of("stem_bn", "block_bn", "block_project_bn", "top_bn")) {
            Snapshot.parameter(model.graph(), norm + "/mean").assign(0.1);
            Snapshot.parameter(model.graph(), norm + "/var").assign(0.6);
            Snapshot.parameter(model.graph(), norm + "/gamma").assign(1.3);
        }
        return model;
    }

    // ---- helpers

    /** A session with a batch at hand. */
    private final class Training implements AutoCloseable {
        private final INDArray[] cut;
        private final INDArray labels = TestModels.labels(BATCH, 2);
        private final TrainingSession session;
        private final TransferModel model;

        Training(TransferModel model, FreezePolicy policy, Optimizer optimizer) {
            this(model, model.resolve(policy), optimizer);
        }

        Training(TransferModel model, ResolvedFreeze freeze, Optimizer optimizer) {
            this(model, freeze, UpdateRule.of(optimizer));
        }

        Training(TransferModel model, ResolvedFreeze freeze, UpdateRule rule) {
            this.model = model;
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            this.cut = infer(model, prefix.cut(), images());
            this.session = engine().training(model.graph(), prefix, freeze, model.headLayers(), rule);
        }

        static INDArray images() {
            return TestModels.images(BATCH, 32, 11);
        }

        StepResult step() {
            return session.step(cut, labels);
        }

        /** Steps with batches of four that depend on the step's number alone. */
        void steps(int from, int to) {
            for (int i = from; i < to; i++) {
                int[] part = {i % BATCH, (i + 1) % BATCH, (i + 2) % BATCH, (i + 4) % BATCH};
                session.step(
                        Arrays.stream(cut).map(map -> rows(map, part)).toArray(INDArray[]::new), rows(labels, part));
            }
        }

        Snapshot parameters() {
            session.writeBack();
            return Snapshot.of(model.graph());
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private INDArray[] infer(TransferModel model, List<String> vertices, INDArray images) {
        try (InferenceSession session = engine().inference(model.graph(), vertices)) {
            return session.run(images);
        }
    }

    private static INDArray rows(INDArray array, int... rows) {
        return Nd4j.concat(
                0,
                Arrays.stream(rows)
                        .mapToObj(row ->
                                array.get(NDArrayIndex.interval(row, row + 1)).dup('c'))
                        .toArray(INDArray[]::new));
    }

    private static float[] floats(INDArray array) {
        return Snapshot.floats(array);
    }
}
