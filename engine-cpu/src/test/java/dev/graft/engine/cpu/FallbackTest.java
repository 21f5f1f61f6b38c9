package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.graft.GraftException;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.model.Snapshot;
import dev.graft.model.TestModels;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.LoggerFactory;

/** A network with a layer that no program expresses. */
class FallbackTest {
    private final Engine cpu = new CpuEngine(EngineOptions.defaults());
    private final Engine reference = new Dl4jEngine(EngineOptions.defaults());
    private final TransferModel model = TestModels.builder(new Odd()).build();
    private final INDArray images = TestModels.images(4, 32, 1);
    private final INDArray labels = TestModels.labels(4, 2);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

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
        return (Logger) LoggerFactory.getLogger("dev.graft.engine.cpu");
    }

    @Test
    void itsFeaturesAreTheReferencesAndOneLineSaysSo() {
        try (InferenceSession session = cpu.inference(model.graph(), List.of("odd"));
                InferenceSession expected = reference.inference(model.graph(), List.of("odd"))) {
            float[] features = Snapshot.floats(expected.run(images)[0]);
            assertThat(Snapshot.floats(session.run(images)[0])).isEqualTo(features);
            assertThat(Snapshot.floats(session.run(images)[0])).isEqualTo(features);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("'odd'", "softsign", "dl4j");
    }

    @Test
    void itTrainsAsOnTheReferenceAndIsWrittenBack() {
        Snapshot before = Snapshot.of(model.graph());
        double loss;
        try (TrainingSession session = training(reference)) {
            session.step(new INDArray[] {images}, labels);
            loss = session.step(new INDArray[] {images}, labels).loss();
            session.writeBack();
        }
        Snapshot expected = Snapshot.of(model.graph());
        before.restore(model.graph());

        try (TrainingSession session = training(cpu)) {
            session.step(new INDArray[] {images}, labels);
            assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
            assertThat(session.step(new INDArray[] {images}, labels).loss()).isEqualTo(loss);
            session.writeBack();
        }

        assertThat(expected.changed(Snapshot.of(model.graph()))).isEmpty();
        assertThat(log.list).hasSize(1);
    }

    @Test
    void itsTrainingGoesOnFromAState() {
        TrainingState state;
        double next;
        try (TrainingSession session = training(cpu)) {
            session.learningRate(3e-3);
            session.step(new INDArray[] {images}, labels);
            assertThat(session.learningRate()).isEqualTo(3e-3);
            state = session.state();
            next = session.step(new INDArray[] {images}, labels).loss();
        }
        try (TrainingSession session = training(cpu)) {
            session.restore(state);
            assertThat(session.learningRate()).isEqualTo(3e-3);
            assertThat(session.step(new INDArray[] {images}, labels).loss()).isEqualTo(next);
        }
    }

    @Test
    void aStateOfAnotherTrainingLeavesItAlone() {
        TransferModel other = TestModels.tiny();
        ResolvedFreeze freeze = other.resolve(FreezePolicy.allFrozen());
        FrozenPrefix prefix = other.frozenPrefix(freeze);
        TrainingState state;
        try (TrainingSession session =
                reference.training(other.graph(), prefix, freeze, other.headLayers(), Optimizer.adam(1e-2))) {
            state = session.state();
        }
        try (TrainingSession session = training(cpu)) {
            assertThatThrownBy(() -> session.restore(state)).isInstanceOf(GraftException.class);
            assertThat(session.state().engine()).isEqualTo("cpu");
        }
    }

    private TrainingSession training(Engine engine) {
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        return engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-2));
    }
}
