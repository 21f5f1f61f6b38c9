package dev.graft.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An engine with feature maps of 8 significant bits beside the same with 24. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Bfloat16ContractTest {
    private static final int BATCH = 6;
    /** One rounding is 1/256 at most; some gather on the way. */
    private static final double TOLERANCE = 0.03;
    /** A parameter that moves by more, as a share of all, moves in bfloat16, too. */
    private static final double LITTLE = 1e-4;

    private final Engine bfloat16 = engine(Precision.BF16);
    private final Engine reference = engine(Precision.F32);

    /** The engine in a precision. */
    protected abstract Engine engine(Precision precision);

    static Stream<Network> networks() {
        return SmallNetworks.networks();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void featuresAreNearlyThoseOfSinglePrecision(Network network) {
        float[] half = features(bfloat16, network);
        float[] single = features(reference, network);
        assertThat(half).as("bfloat16 was used").isNotEqualTo(single);
        assertThat(distance(half, single)).isLessThan(TOLERANCE * distance(single, new float[single.length]));
    }

    private static float[] features(Engine engine, Network network) {
        TransferModel model = network.model();
        int size = model.description().inputShape().height();
        INDArray images = TestModels.preprocessedImages(network.backbone(), BATCH, size, 3);
        try (InferenceSession session = engine.inference(model.graph(), List.of(model.featureLayer()))) {
            return Snapshot.floats(session.run(images)[0]);
        }
    }

    private static double distance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.pow((double) left[i] - right[i], 2);
        }
        return Math.sqrt(sum);
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        for (int i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
        }
        float[] zero = new float[left.length];
        return product / distance(left, zero) / distance(right, zero);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void oneStepGoesNearlyWhereSinglePrecisionGoes(Network network) {
        Snapshot before = Snapshot.of(network.model().graph());
        float[] half = moved(bfloat16, network, before);
        float[] single = moved(reference, network, before);
        assertThat(half).as("bfloat16 was used").isNotEqualTo(single);
        // Single layers agree to a few percent. Batch norms of six images multiply that on the way down, and so do
        // maxima that move to another place because two values round to the same.
        assertThat(cosine(half, single)).isGreaterThan(0.7);
        double all = distance(single, new float[single.length]);
        int from = 0;
        for (Map.Entry<String, float[]> parameter : before.values().entrySet()) {
            int to = from + parameter.getValue().length;
            float[] zero = new float[to - from];
            if (distance(Arrays.copyOfRange(single, from, to), zero) > LITTLE * all) {
                assertThat(Arrays.copyOfRange(half, from, to))
                        .as("%s moves", parameter.getKey())
                        .isNotEqualTo(zero);
            }
            from = to;
        }
    }

    /** Of all parameters together, one step down the gradient. */
    private float[] moved(Engine engine, Network network, Snapshot before) {
        TransferModel model = network.model();
        int size = model.description().inputShape().height();
        INDArray images = TestModels.preprocessedImages(network.backbone(), BATCH, size, 3);
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(all);
        try (InferenceSession frozen = reference.inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(
                        model.graph(), prefix, all, model.headLayers(), new Optimizer.Sgd(1, 0, false))) {
            INDArray labels = TestModels.labels(BATCH, 2);
            session.step(frozen.run(images), labels);
            session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());
        before.restore(model.graph());
        int length = before.values().values().stream()
                .mapToInt(values -> values.length)
                .sum();
        float[] moved = new float[length];
        int at = 0;
        for (String name : before.values().keySet()) {
            for (int i = 0; i < before.get(name).length; i++) {
                moved[at++] = after.get(name)[i] - before.get(name)[i];
            }
        }
        return moved;
    }

    @Test
    void aTrainingLearnsAsInSinglePrecision() {
        assertThat(lossAfterTraining(bfloat16)).isCloseTo(lossAfterTraining(reference), within(0.1));
    }

    private double lossAfterTraining(Engine engine) {
        TransferModel model = TestModels.tiny();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(12));
        try (TrainingSession session = training(engine, model, freeze)) {
            INDArray[] cut = cut(model, freeze);
            double loss = 0;
            for (int step = 0; step < 20; step++) {
                loss = session.step(cut, TestModels.labels(BATCH, 2)).loss();
            }
            assertThat(loss).isLessThan(Math.log(2));
            return loss;
        }
    }

    private static TrainingSession training(Engine engine, TransferModel model, ResolvedFreeze freeze) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        return engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-2));
    }

    private INDArray[] cut(TransferModel model, ResolvedFreeze freeze) {
        try (InferenceSession frozen =
                reference.inference(model.graph(), model.frozenPrefix(freeze).cut())) {
            return frozen.run(TestModels.images(BATCH, 32, 11));
        }
    }

    @Test
    void aStateOfAnotherPrecisionIsRefused() {
        TransferModel model = TestModels.tiny();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allFrozen());
        TrainingState state;
        try (TrainingSession session = training(reference, model, freeze)) {
            state = session.state();
        }
        try (TrainingSession session = training(bfloat16, model, freeze)) {
            assertThatThrownBy(() -> session.restore(state))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("bfloat16");
        }
    }

    @Test
    void descriptionsNameThePrecision() {
        assertThat(bfloat16.describe()).contains("bfloat16");
    }
}
