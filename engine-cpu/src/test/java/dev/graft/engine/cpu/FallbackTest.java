package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.engine.program.UnsupportedVertexException;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.train.Checkpoints;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.slf4j.LoggerFactory;

/** A network with a layer that no program expresses is computed by the reference, and everything says so. */
class FallbackTest {
    private final EngineOptions options = new EngineOptions(2);
    private final Engine cpu = new CpuEngine(options);
    private final Engine reference = new Dl4jEngine(options);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path folder;

    /** Its activation is one that programs do not know. */
    private record Odd() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec("odd", "Odd", 32, 8, Preprocessing.TF, 8, 3, 224, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.input("input_layer");
            x = graph.convolution("conv", x, 8, 3, 2, Padding.SAME, Activation.RELU);
            graph.activation("odd", x, Activation.SOFTSIGN);
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.graft.engine");
    }

    private static EngineChoice choice(Engine engine, TransferModel model, FreezePolicy... phases) {
        List<TrainedPart> parts = List.of(phases).stream()
                .map(policy -> {
                    ResolvedFreeze freeze = model.resolve(policy);
                    return new TrainedPart(model.frozenPrefix(freeze), freeze, model.headLayers());
                })
                .toList();
        return engine.choose(model.graph(), InputShape.square(32), parts);
    }

    @Test
    void theReferenceIsChosenAndOneLineSaysWhy() {
        try (TransferModel model = TestModels.builder(new Odd()).build()) {
            EngineChoice choice = choice(cpu, model);

            assertThat(choice.engine().describe()).isEqualTo(reference.describe());
            assertThat(choice.fallback().orElseThrow().asked()).isEqualTo("cpu");
            assertThat(choice.fallback().orElseThrow().layer()).isEqualTo("odd");
            assertThat(choice.fallback().orElseThrow().reason()).contains("softsign");
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("'odd'", "softsign", "dl4j");
    }

    @Test
    void aNetworkThatCompilesStaysWithTheEngineInEveryPhase() {
        try (TransferModel model = TestModels.tiny()) {
            EngineChoice choice = choice(cpu, model, FreezePolicy.allFrozen(), FreezePolicy.allTrainable());

            assertThat(choice.engine()).isSameAs(cpu);
            assertThat(choice.fallback()).isEmpty();
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void inAnotherPrecisionItIsRefused() {
        Engine bfloat16 = new CpuEngine(new EngineOptions(2, Precision.BF16));
        try (TransferModel model = TestModels.builder(new Odd()).build()) {
            assertThatThrownBy(() -> choice(bfloat16, model))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("'odd'")
                    .hasMessageContaining("bfloat16");
            assertThatThrownBy(() -> new Classifier(model, bfloat16)).isInstanceOf(GraftException.class);
        }
    }

    @Test
    void aSessionNeverLeavesItsWorkToAnother() {
        try (TransferModel model = TestModels.builder(new Odd()).build();
                InferenceSession session = cpu.inference(model.graph(), List.of("odd"))) {
            assertThatThrownBy(() -> session.run(TestModels.images(4, 32, 1)))
                    .isInstanceOf(UnsupportedVertexException.class)
                    .hasMessageContaining("--engine dl4j");
        }
    }

    @Test
    void aClassifierAnswersAsTheReferenceAndSaysWhoComputes() {
        List<dev.graft.image.RgbImage> images = List.of(new dev.graft.image.RgbImage(32, 32, new byte[3 * 32 * 32]));
        try (TransferModel model = TestModels.builder(new Odd()).build();
                Classifier fallen = new Classifier(model, cpu);
                Classifier expected = new Classifier(model, reference)) {
            assertThat(fallen.probabilities(images)).isEqualTo(expected.probabilities(images));
            assertThat(fallen.computing().engine().id()).isEqualTo("dl4j");
        }
    }

    @Test
    void aTrainingIsTheReferencesAndItsReportItsFeaturesAndItsCheckpointsSayIt() {
        ImageDataset images = TinyPictures.write(folder.resolve("pictures"), 24);
        Path features = folder.resolve("features");
        Path checkpoints = folder.resolve("checkpoints");
        FeatureCache cache = new FeatureCache(0, java.util.Optional.of(features), 1 << 24);

        TransferRun expected = task(images, reference, cache, checkpoints).run();
        var stored = List.of(features.toFile().list());
        // Where a training of the reference left off, that of the compiled engine goes on: it is the same one.
        TransferRun run = task(images, cpu, cache, checkpoints).run();

        assertThat(run.result().history()).isEqualTo(expected.result().history());
        assertThat(run.result().validationPredictions())
                .isEqualTo(expected.result().validationPredictions());
        assertThat(features.toFile().list()).containsExactlyInAnyOrderElementsOf(stored);
        var machine = run.result().provenance().sections().get("machine");
        assertThat(machine).containsEntry("engine", reference.describe());
        assertThat(machine.get("engine asked for").toString()).contains("cpu", "'odd'", "softsign");
        assertThat(run.result().findings())
                .anySatisfy(finding -> assertThat(finding.sentence())
                        .contains("cpu was asked for", "dl4j computed everything", "softsign"));
        assertThat(expected.result().findings())
                .noneMatch(finding -> finding.sentence().contains("asked for"));
    }

    private static TransferTask task(ImageDataset images, Engine engine, FeatureCache cache, Path checkpoints) {
        BackboneRegistry backbones = new BackboneRegistry(List.of(new Odd()));
        return new TransferTask(images, backbones, engine, cache, WeightStore.defaults(), 2)
                .backbone("odd")
                .weights(BackboneWeights.random())
                .training(2, Optimizer.adam(1e-3), 0)
                .unfreeze(1)
                .pictures(false)
                .checkpoints(Checkpoints.in(checkpoints));
    }
}
