package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.image.PngFile;
import dev.graft.image.RgbImage;
import dev.graft.metrics.GroupScore;
import dev.graft.optimizer.UpdateRule;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ClassifierTest {
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());

    @TempDir
    Path folder;

    private static TransferModel model() {
        TransferModel model = TestModels.tiny(new TinyBackbone(0.3), 4);
        TestModels.amplify(model);
        model.graph().getLayer("head_out").getParam("W").muli(8);
        return model;
    }

    private static List<RgbImage> pictures(int count) {
        Random random = new Random(2);
        List<RgbImage> pictures = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[50 * 40 * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (random.nextInt(100) + 5 * n);
            }
            pictures.add(new RgbImage(50, 40, pixels));
        }
        return pictures;
    }

    @Test
    void pathStreamAndImageGetTheSameAnswer() throws IOException {
        Path file = folder.resolve("a.png");
        PngFile.write(pictures(1).get(0), file);
        try (Classifier classifier = new Classifier(model(), ENGINE);
                InputStream stream = Files.newInputStream(file)) {
            Classification answer = classifier.classify(file);

            assertThat(classifier.classify(stream)).isEqualTo(answer);
            assertThat(classifier.classify(ImageIO.read(file.toFile()))).isEqualTo(answer);
            assertThat(classifier.classify(pictures(1))).containsExactly(answer);
            assertThat(classifier.predict(List.of(file)).get(0).probabilities()).isEqualTo(answer.probabilities());
            assertThat(answer.className()).isEqualTo(classifier.classNames().get(answer.classIndex()));
            assertThat(answer.probability())
                    .isEqualTo(answer.probabilities().get(answer.classIndex()))
                    .isGreaterThan(0.5);
        }
    }

    @Test
    void manyThreadsGetTheAnswersThatOneGets() throws Exception {
        List<RgbImage> pictures = pictures(20);
        try (Classifier classifier = new Classifier(model(), ENGINE)) {
            List<Classification> alone = pictures.stream()
                    .map(each -> classifier.classify(List.of(each)).get(0))
                    .toList();
            assertThat(alone.stream().map(Classification::probability).distinct())
                    .hasSizeGreaterThan(10);
            ExecutorService threads = Executors.newFixedThreadPool(6);
            List<Callable<Classification>> work = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                pictures.forEach(each ->
                        work.add(() -> classifier.classify(List.of(each)).get(0)));
            }
            List<Future<Classification>> answers = threads.invokeAll(work);
            threads.shutdown();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(alone.get(i % 20));
            }
        }
    }

    /** Sessions of engines need not be thread-safe. */
    @Test
    void oneComputesAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Classifier classifier = new Classifier(model(), watching(inside, most))) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<List<Classification>>> work = Collections.nCopies(12, () -> classifier.classify(pictures(1)));
            for (Future<List<Classification>> answer : threads.invokeAll(work)) {
                assertThat(answer.get()).hasSize(1);
            }
            threads.shutdown();
        }
        assertThat(most.get()).isEqualTo(1);
    }

    private static Engine watching(AtomicInteger inside, AtomicInteger most) {
        return new Engine() {
            @Override
            public String id() {
                return ENGINE.id();
            }

            @Override
            public String describe() {
                return ENGINE.describe();
            }

            @Override
            public InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to) {
                InferenceSession session = ENGINE.inference(graph, from, to);
                return new InferenceSession() {
                    @Override
                    public INDArray[] run(INDArray... inputs) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        try {
                            // Others would come in now.
                            Thread.sleep(10);
                            return session.run(inputs);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            inside.decrementAndGet();
                        }
                    }

                    @Override
                    public void close() {
                        session.close();
                    }
                };
            }

            @Override
            public TrainingSession training(
                    ComputationGraph graph,
                    FrozenPrefix prefix,
                    ResolvedFreeze freeze,
                    List<String> head,
                    UpdateRule rule) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void aSavedModelKeepsItsCalibrationAndKnowsItsImages() {
        Calibration calibration = new Calibration(2.5, 40);
        InputProfile known = InputProfile.ofImages(pictures(12));
        Path file = folder.resolve("model.graft");
        ModelFile.save(
                new ModelFile.Saved(
                        model(), new Provenance(Map.of()), calibration, Optional.of(known), GroupScore.NOISY_OR),
                file);
        ModelFile.Saved saved = ModelFile.load(file);

        assertThat(saved.calibration()).isEqualTo(calibration);
        assertThat(saved.inputs()).contains(known);
        try (Classifier classifier = new Classifier(saved, ENGINE)) {
            assertThat(classifier.groupScore()).isEqualTo(GroupScore.NOISY_OR);
            Classification answer = classifier.classify(pictures(1)).get(0);
            double odds = answer.probability() / (1 - answer.probability());
            double softened = Math.pow(odds, 1 / 2.5);
            assertThat(answer.confidence()).isEqualTo(softened / (1 + softened), offset(1e-6));
            assertThat(answer.warnings()).isEmpty();
            assertThat(classifier
                            .classify(List.of(new RgbImage(400, 400, new byte[400 * 400 * 3])))
                            .get(0)
                            .warnings())
                    .hasSize(3)
                    .anyMatch(each -> each.contains("400 x 400 pixels"));
        }
    }

    @Test
    void withoutCalibrationAConfidenceIsTheProbability() {
        try (Classifier classifier = new Classifier(model(), ENGINE)) {
            Classification answer = classifier.classify(pictures(1)).get(0);
            assertThat(answer.confidence()).isEqualTo(answer.probability());
            assertThat(answer.warnings()).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsNoNumberIsNoAnswer() {
        try (TransferModel model = model()) {
            model.graph().getLayer("head_out").getParam("b").putScalar(0, Float.NaN);
            try (Classifier classifier = new Classifier(model, ENGINE)) {
                assertThatThrownBy(() -> classifier.classify(pictures(1)))
                        .isInstanceOf(GraftException.class)
                        .hasMessageContaining("NaN")
                        .hasMessageContaining("diverged");
            }
        }
    }

    @Test
    void whatIsClosedSaysSo() {
        TransferModel model = model();
        Classifier classifier = new Classifier(model, ENGINE);
        model.close();
        // The classifier has parameters of its own.
        assertThat(classifier.classify(pictures(1))).hasSize(1);
        classifier.close();
        classifier.close();
        model.close();

        assertThatThrownBy(() -> classifier.classify(pictures(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(model::graph)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
