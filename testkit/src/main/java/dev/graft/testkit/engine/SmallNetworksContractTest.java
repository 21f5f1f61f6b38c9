package dev.graft.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import dev.graft.testkit.program.SmallNetworks.Training;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine beside the reference on small networks that together have every operation of a program, with odd sizes and
 * with channels that fill no block.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SmallNetworksContractTest {
    private static final int BATCH = 3;
    /** As a share of an array's largest value: a few hundred roundings. */
    private static final double TOLERANCE = 1e-4;
    /** What rounding leaves of a gradient that is exactly 0, as a share of the largest change of all. */
    private static final double NOTHING = 1e-5;

    private static final Engine REFERENCE = new Dl4jEngine(EngineOptions.defaults());

    /** The engine, in single precision. */
    protected abstract Engine engine();

    static Stream<Network> networks() {
        return SmallNetworks.networks();
    }

    static Stream<Training> trainings() {
        return SmallNetworks.trainings();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyVertexComputesWhatTheReferenceComputes(Network network) {
        List<String> vertices = network.vertices();
        INDArray[] found = features(engine(), network, vertices);
        INDArray[] expected = features(REFERENCE, network, vertices);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i].shape()).as(vertices.get(i)).isEqualTo(expected[i].shape());
            assertClose(vertices.get(i), Snapshot.floats(found[i]), Snapshot.floats(expected[i]), 0);
        }
    }

    private static INDArray images(Network network) {
        int size = network.model().description().inputShape().height();
        return TestModels.preprocessedImages(network.backbone(), BATCH, size, 3);
    }

    private static INDArray[] features(Engine engine, Network network, List<String> vertices) {
        try (InferenceSession session = engine.inference(network.model().graph(), vertices)) {
            return session.run(images(network));
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void stepsMoveWhatTheReferenceMoves(Training training) {
        TransferModel model = training.network().model();
        Snapshot before = Snapshot.of(model.graph());
        Outcome expected = train(REFERENCE, training);
        before.restore(model.graph());
        Outcome found = train(engine(), training);
        before.restore(model.graph());

        assertThat(found.loss).isCloseTo(expected.loss, within(TOLERANCE * expected.loss));
        assertThat(found.correct).isEqualTo(expected.correct);
        assertClose("probabilities", found.probabilities, expected.probabilities, 0);
        Set<String> moved = new TreeSet<>(before.changed(found.after));
        moved.addAll(before.changed(expected.after));
        double largest = moved.stream()
                .mapToDouble(name -> largest(change(name, before, expected.after)))
                .max()
                .orElseThrow();
        for (String name : moved) {
            assertClose(
                    name, change(name, before, found.after), change(name, before, expected.after), NOTHING * largest);
        }
    }

    private record Outcome(double loss, int correct, float[] probabilities, Snapshot after) {}

    /** One step down the gradient, so that what moved is the gradient. */
    private static Outcome train(Engine engine, Training training) {
        TransferModel model = training.network().model();
        ResolvedFreeze freeze = training.freeze();
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        INDArray labels =
                TestModels.labels(BATCH, model.description().classNames().size());
        try (InferenceSession frozen = REFERENCE.inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(
                        model.graph(), prefix, freeze, model.headLayers(), new Optimizer.Sgd(1, 0, false))) {
            INDArray[] cut = frozen.run(images(training.network()));
            float[] probabilities = Snapshot.floats(session.probabilities(cut));
            StepResult step = session.step(cut, labels);
            session.writeBack();
            return new Outcome(step.loss(), step.correct(), probabilities, Snapshot.of(model.graph()));
        }
    }

    private static float[] change(String name, Snapshot before, Snapshot after) {
        float[] change = after.get(name).clone();
        for (int i = 0; i < change.length; i++) {
            change[i] -= before.get(name)[i];
        }
        return change;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(String name, float[] found, float[] expected, double nothing) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        double allowed = TOLERANCE * largest(expected) + nothing + 1e-7;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) found[i] - expected[i]);
            if (!(error <= worst)) {
                worst = error;
                at = i;
            }
        }
        assertThat(worst)
                .as("%s[%d]: %s instead of %s", name, at, found[at], expected[at])
                .isLessThanOrEqualTo(allowed);
    }
}
