package dev.graft.recommend;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.WeightsByName;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.PooledPass;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.probe.FeatureTable;
import dev.graft.progress.Progress;
import dev.graft.provenance.GraftVersion;
import dev.graft.search.SearchTools;
import dev.graft.settings.TrainingSettings;
import dev.graft.weights.BackboneWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Finds what the features of a network say at each of its cuts: one pass of the images, then a probe of each cut. What is found is
 * kept.
 */
record NetworkOutcomes(
        SearchTools tools, Engine engine, FeatureCache cache, int threads, Progress progress, OutcomeStore store) {
    /** How long one image took through a network. */
    private record Speed(double secondsPerImage) {}

    BackboneOutline outline(Network network) {
        return BackboneOutline.of(tools.backbones().get(network.backbone()), InputShape.square(network.size()));
    }

    private String key(Network network, BackboneOutline outline, List<Cut> cuts) {
        boolean random = network.weights().equals(WeightsByName.RANDOM);
        return PooledPass.key(
                tools.backbones().get(network.backbone()).spec(),
                outline,
                network.identity() + (random ? ", seed " + seed() : ""),
                Preprocessing.byId(network.preprocessing()),
                InputShape.square(network.size()),
                engine,
                cuts.stream().map(Cut::layer).toList());
    }

    private static long seed() {
        return TrainingSettings.defaults().seeds().training();
    }

    /** The outcome of each cut; those that are known are not computed again. */
    List<Ranking.Found> of(Network network, ImageDataset images, Folds folds) {
        BackboneOutline outline = outline(network);
        List<Cut> cuts = Cut.of(outline);
        String key = key(network, outline, cuts);
        String questions = questions(images, folds);
        List<Ranking.Found> found = new ArrayList<>();
        float[][] rows = {};
        int from = 0;
        try (Progress.Task task = progress.start(network.describe(), cuts.size())) {
            for (Cut cut : cuts) {
                int to = from + cut.channels();
                String address = DigestUtils.sha256Hex(key + cut.layer() + questions);
                Optional<Outcome> known = store.find(address, Outcome.class);
                if (known.isEmpty()) {
                    rows = rows.length > 0 ? rows : features(network, images, cuts, key);
                    Outcome made = Outcome.of(
                            FeatureTable.columns(rows, from, to),
                            images.samples().stream()
                                    .mapToInt(ImageSample::label)
                                    .toArray(),
                            images.classNames().size(),
                            folds);
                    store.keep(address, made);
                    known = Optional.of(made);
                }
                found.add(new Ranking.Found(new Candidate(network, cut), known.get()));
                task.advance(1);
                from = to;
            }
        }
        return found;
    }

    /** All that outcomes depend on besides the features. */
    private String questions(ImageDataset images, Folds folds) {
        StringBuilder text = new StringBuilder("outcome-1 " + GraftVersion.text());
        images.samples()
                .forEach(sample ->
                        text.append(sample.contentHash()).append(sample.label()).append(' '));
        folds.ofImages().forEach(round -> text.append(Arrays.toString(round)));
        return text.append(Arrays.toString(folds.units())).toString();
    }

    private float[][] features(Network network, ImageDataset images, List<Cut> cuts, String key) {
        PooledPass.Pooled pooled = new PooledPass(images, cache, threads, progress)
                .run(
                        key,
                        cuts.stream().mapToInt(Cut::channels).sum(),
                        () -> model(network, images.classNames()),
                        engine,
                        cuts.stream().map(Cut::layer).toList());
        if (pooled.computed() > 0) {
            store.keep(key, new Speed(pooled.seconds() / pooled.computed()));
        }
        return pooled.rows();
    }

    private TransferModel model(Network network, List<String> classes) {
        Backbone backbone = tools.backbones().get(network.backbone());
        BackboneWeights weights = new WeightsByName(tools.weights()).of(backbone.spec(), network.weights());
        weights.prepare();
        return TransferModel.on(backbone)
                .weights(weights)
                .classes(classes)
                .size(network.size())
                .preprocessing(Preprocessing.byId(network.preprocessing()))
                .seed(seed())
                .build();
    }

    /** How long one image took through a network; empty if nobody measured it here. */
    Optional<Double> secondsPerImage(Network network) {
        BackboneOutline outline = outline(network);
        return store.find(key(network, outline, Cut.of(outline)), Speed.class).map(Speed::secondsPerImage);
    }
}
