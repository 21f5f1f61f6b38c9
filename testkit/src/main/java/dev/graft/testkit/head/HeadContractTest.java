package dev.graft.testkit.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.Head;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every head promises. A test of a head inherits this one. */
public abstract class HeadContractTest {
    private static final int BATCH = 8;

    private final Engine engine = new Dl4jEngine(EngineOptions.defaults());

    /** The head under test. */
    protected abstract Head head();

    /** Numbers of classes it can tell apart, 2 among them. */
    protected List<Integer> classCounts() {
        return List.of(2, 5);
    }

    private TransferModel model(int classes) {
        return TestModels.builder(new TinyBackbone(0))
                .classes(List.of("a", "b", "c", "d", "e").subList(0, classes))
                .head(head())
                .build();
    }

    private INDArray probabilities(TransferModel model) {
        try (InferenceSession session =
                engine.inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs())) {
            return session.run(TestModels.images(BATCH, 32, 5))[0];
        }
    }

    @Test
    void itGivesOneProbabilityPerClass() {
        assertThat(classCounts()).contains(2);
        for (int classes : classCounts()) {
            INDArray probabilities = probabilities(model(classes));

            assertThat(probabilities.shape()).containsExactly(BATCH, classes);
            for (int i = 0; i < BATCH; i++) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    assertThat(probabilities.getDouble(i, c)).isBetween(0.0, 1.0);
                    sum += probabilities.getDouble(i, c);
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
            }
        }
    }

    /** An image of weight 0 has no part in the step, weights of 1 change nothing. */
    @Test
    void imagesCountAsTheyAreWeighted() {
        double plain = lossOfOneStep(Optional.empty());

        assertThat(lossOfOneStep(Optional.of(Nd4j.ones(BATCH, 1)))).isEqualTo(plain);
        assertThat(lossOfOneStep(Optional.of(Nd4j.ones(BATCH, 1).muli(3)))).isCloseTo(3 * plain, within(1e-5 * plain));
        assertThat(lossOfOneStep(Optional.of(Nd4j.zeros(BATCH, 1)))).isZero();
    }

    private double lossOfOneStep(Optional<INDArray> weights) {
        TransferModel model = model(2);
        Snapshot before = Snapshot.of(model.graph());
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allFrozen());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.rmsProp(1e-2))) {
            INDArray[] cut = frozen.run(brightAndDark());
            double loss =
                    session.step(cut, TestModels.labels(BATCH, 2), weights).loss();
            session.writeBack();
            Set<String> learned = before.changed(Snapshot.of(model.graph()));
            learned.removeIf(name -> name.endsWith("/mean") || name.endsWith("/var"));
            assertThat(learned.isEmpty()).isEqualTo(loss == 0);
            return loss;
        }
    }

    @Test
    void itsLayersFollowTheBackboneAndEndInTheOutput() {
        TransferModel model = model(2);
        Set<String> backbone = new HashSet<>(
                model.backboneLayers().stream().map(info -> info.name()).toList());
        List<String> head = model.headLayers();

        assertThat(head).isNotEmpty().doesNotHaveDuplicates().noneMatch(backbone::contains);
        assertThat(model.graph().getConfiguration().getNetworkOutputs()).containsExactly(head.get(head.size() - 1));
        assertThat(model.description().headLayers())
                .extracting(NetworkLayer::kind)
                .allMatch(kind -> kind.matches("[A-Z][A-Za-z0-9]+"));
        assertThat(model.headTrainableParameters()).isPositive();
        assertThat(head().describe()).isNotBlank();
        assertThat(model.description().head()).isEqualTo(head().describe());
    }

    @Test
    void itLearnsOnAFrozenBackboneAndAllItsParametersDo() {
        TransferModel model = model(2);
        Snapshot before = Snapshot.of(model.graph());
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allFrozen());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        double first;
        double last = 0;
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-2))) {
            INDArray[] cut = frozen.run(brightAndDark());
            INDArray labels = TestModels.labels(BATCH, 2);
            first = session.step(cut, labels).loss();
            for (int i = 0; i < 60; i++) {
                last = session.step(cut, labels).loss();
            }
            session.writeBack();
        }

        assertThat(last).isLessThan(0.9 * first);
        Set<String> changed = before.changed(Snapshot.of(model.graph()));
        Set<String> ofHead = new HashSet<>(before.values().keySet());
        ofHead.removeIf(name -> !model.headLayers().contains(name.substring(0, name.lastIndexOf('/'))));
        assertThat(changed).isEqualTo(ofHead);
    }

    /** Images of class 1 are darker. */
    private static INDArray brightAndDark() {
        INDArray images = TestModels.images(BATCH, 32, 5);
        for (int i = 1; i < BATCH; i += 2) {
            images.slice(i).muli(0.2);
        }
        return images;
    }

    @Test
    void itPredictsTheSameTwice() {
        TransferModel model = model(2);

        assertThat(probabilities(model)).isEqualTo(probabilities(model));
    }

    @Test
    void itSurvivesBeingSaved(@TempDir Path directory) {
        TransferModel model = model(2);
        Path file = directory.resolve("model.graft");
        ModelFile.save(model, new Provenance(Map.of()), file);

        TransferModel loaded = ModelFile.load(file).model();

        assertThat(probabilities(loaded)).isEqualTo(probabilities(model));
        assertThat(loaded.headLayers()).isEqualTo(model.headLayers());
    }
}
