package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.TrainedPart;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureBatch;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureDemand;
import dev.graft.feature.FeatureRequest;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.FeatureSources;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.NetworkLayer;
import dev.graft.model.TransferModel;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.ProbedLayer;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lets a head begin with the solution of a logistic regression on the features below it, which the frozen backbone gives of the
 * images as they are. The train part is learnt from, the validation part chooses the penalty, and the test part is not looked at.
 *
 * @param engine computes the features; another may take its place, as in the training
 * @param cache keeps them
 * @param threads for decoding
 */
record HeadStarter(
        ImageDataset images, Split split, Engine engine, FeatureCache cache, int threads, Progress progress) {
    /** Section of a result's provenance that says what the head began with. */
    static final String SECTION = "head start";

    private static final int BATCH = 64;

    /**
     * Changes the parameters of the model's classifying layer.
     *
     * @return for a result's provenance
     * @throws GraftException if the head is more than pooling and one dense layer, if it drops features, or if there is no
     *     validation part
     */
    Map<String, Object> start(TransferModel model) {
        NetworkLayer layer = classifying(model);
        if (split.validation().isEmpty()) {
            throw new GraftException(
                    "A head that begins with a probe's solution needs a validation part, which chooses the"
                            + " penalty, and found none. Give one, or leave out the head's start.");
        }
        ProbedLayer solution = solution(model);
        put(solution, layer, model);
        Map<String, Object> section = new LinkedHashMap<>();
        section.put(
                "from",
                "logistic regression on frozen features of " + split.train().size() + " images");
        section.put("penalty", solution.penalty());
        section.put("chosen by", "log loss on " + split.validation().size() + " validation images");
        section.put("validation loss before training", solution.validationLoss());
        return section;
    }

    private static NetworkLayer classifying(TransferModel model) {
        List<NetworkLayer> head = model.description().headLayers();
        List<NetworkLayer> above = head.stream()
                .skip(1)
                .dropWhile(NetworkLayer.Dropout.class::isInstance)
                .toList();
        boolean alone = above.size() == 1 || above.size() == 3 && above.get(1) instanceof NetworkLayer.TwoClassLogits;
        if (!(head.get(0) instanceof NetworkLayer.GlobalPooling) || !alone) {
            throw new GraftException(
                    "A head can begin with a probe's solution where its only dense layer stands on pooled"
                            + " features, found '" + model.description().head()
                            + "'. Leave out other layers, or train this head"
                            + " on the frozen backbone in a first phase.");
        }
        refuseDropout(head);
        return above.get(0);
    }

    /** A probe weighs many features against each other: some of them left out at random throw the sum far off. */
    private static void refuseDropout(List<NetworkLayer> head) {
        for (NetworkLayer layer : head) {
            if (layer instanceof NetworkLayer.Dropout dropout && dropout.rate() > 0) {
                throw new GraftException(
                        "A head that begins with a probe's solution must keep all features, found dropout "
                                + dropout.rate() + ". Set dropout to 0, or leave out the head's start.");
            }
        }
    }

    private ProbedLayer solution(TransferModel model) {
        List<Integer> known = Stream.concat(split.train().stream(), split.validation().stream())
                .toList();
        int[] rows = IntStream.range(0, known.size()).toArray();
        int learnt = split.train().size();
        return ProbedLayer.fit(
                features(model, known),
                known.stream()
                        .map(images.samples()::get)
                        .mapToInt(ImageSample::label)
                        .toArray(),
                images.classNames().size(),
                IntStream.of(rows).limit(learnt).toArray(),
                IntStream.of(rows).skip(learnt).toArray());
    }

    /** What the classifying layer is given of some images, where nothing is dropped. */
    private FeatureTable features(TransferModel model, List<Integer> indices) {
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allFrozen());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Engine computing = engine.choose(
                        model.graph(),
                        model.description().inputShape(),
                        List.of(new TrainedPart(prefix, freeze, model.headLayers())))
                .engine();
        FeatureRequest request = new FeatureRequest(model, computing, FeatureDemand.plain(indices), List.of(prefix));
        List<float[]> rows = new ArrayList<>();
        try (FeatureSources sources = FeatureSources.open(images, List.of(request), cache, threads, progress);
                FeatureSource.Batches batches = sources.of(request, prefix).batches(indices, BATCH)) {
            while (batches.hasNext()) {
                try (FeatureBatch batch = batches.next()) {
                    rows.addAll(List.of(batch.maps().arrays()[0].toFloatMatrix()));
                }
            }
        }
        return FeatureTable.columns(rows.toArray(float[][]::new), 0, rows.get(0).length);
    }

    private static void put(ProbedLayer solution, NetworkLayer layer, TransferModel model) {
        INDArray kernel = model.graph().getLayer(layer.name()).getParam("W");
        INDArray bias = model.graph().getLayer(layer.name()).getParam("b");
        ProbedLayer fitting = solution.withUnits(Math.toIntExact(kernel.size(1)));
        try (INDArray weights = Nd4j.create(fitting.weights());
                INDArray transposed = weights.transpose().dup();
                INDArray intercepts = Nd4j.create(new double[][] {fitting.intercepts()})) {
            kernel.assign(transposed);
            bias.assign(intercepts);
        }
    }
}
