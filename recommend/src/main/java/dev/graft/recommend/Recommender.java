package dev.graft.recommend;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.WeightsByName;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.LabelShuffle;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.PooledPass;
import dev.graft.freeze.Unfrozen;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.progress.Progress;
import dev.graft.provenance.GraftVersion;
import dev.graft.search.Ledger;
import dev.graft.search.SearchData;
import dev.graft.search.SearchTools;
import dev.graft.settings.TrainingSettings;
import dev.graft.weights.BackboneWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Ranks backbones, weights, sizes, preprocessings and cuts before any training, by a cross-validated logistic regression on
 * frozen features. The test part of the images is not looked at, so that what is trained afterwards can be tested on it. Immutable.
 *
 * <p>Features and figures are kept in the folder; a call that was interrupted goes on where it was.
 */
public final class Recommender {
    private final SearchTools tools;
    private final Engine engine;
    private final FeatureCache cache;
    private final int threads;
    private final SearchData data;
    private final Path folder;
    private final RecommendOptions options;
    private final Optional<Path> ledger;
    private final Progress progress;

    /**
     * @param tools where names are looked up
     * @param engine computes features
     * @param cache where features lie if it has a directory, and their limits
     * @param threads for decoding
     * @param data images and their split
     * @param folder keeps what was found; features lie in {@code features} in it unless the cache says otherwise
     */
    public Recommender(
            SearchTools tools, Engine engine, FeatureCache cache, int threads, SearchData data, Path folder) {
        this(
                tools,
                engine,
                cache.directory().isPresent() ? cache : cache.in(folder.resolve("features")),
                threads,
                data,
                folder,
                RecommendOptions.defaults(),
                Optional.empty(),
                Progress.NONE);
    }

    private Recommender(
            SearchTools tools,
            Engine engine,
            FeatureCache cache,
            int threads,
            SearchData data,
            Path folder,
            RecommendOptions options,
            Optional<Path> ledger,
            Progress progress) {
        this.tools = tools;
        this.engine = engine;
        this.cache = cache;
        this.threads = threads;
        this.data = data;
        this.folder = folder;
        this.options = options;
        this.ledger = ledger;
        this.progress = progress;
    }

    /** What is compared and how. */
    public Recommender options(RecommendOptions others) {
        return new Recommender(tools, engine, cache, threads, data, folder, others, ledger, progress);
    }

    /** Compares each column with the accuracies of trainings of the same images. */
    public Recommender ledger(Path directory) {
        return new Recommender(tools, engine, cache, threads, data, folder, options, Optional.of(directory), progress);
    }

    /** Is told how far it is. */
    public Recommender progress(Progress listener) {
        return new Recommender(tools, engine, cache, threads, data, folder, options, ledger, listener);
    }

    /** How long one image took through a network. */
    record Speed(double secondsPerImage) {}

    /**
     * Looks at everything, writes {@link RecommendationFiles} and answers.
     *
     * @throws GraftException if there is no network to look at, the groups do not fill the folds, or the thread is interrupted;
     *     what is done is kept
     */
    public Recommendation run() {
        NetworkChoice choice = NetworkChoice.of(tools, options);
        Optional<LedgerAccuracies> accuracies = ledger.map(
                path -> new LedgerAccuracies(Ledger.read(path), data.images().manifestHash()));
        ImageDataset images = shown();
        Folds folds = Folds.of(images, options);
        OutcomeStore store = new OutcomeStore(folder.resolve("outcomes"));
        List<Ranking.Found> found = new ArrayList<>();
        for (Network network : choice.networks()) {
            found.addAll(outcomes(network, images, folds, store));
        }
        Ranking ranked = new Ranking(labels(images), images.classNames().size(), folds, options.seed());
        List<RankedCandidate> ranking = ranked.of(found, accuracies);
        Recommendation recommendation = new Recommendation(
                images.samples().size(),
                data.images().samples().size() - images.samples().size(),
                Arrays.stream(folds.units()).max().orElse(-1) + 1,
                images.classNames(),
                chance(images),
                options,
                ranking,
                Ranking.agreement(ranking),
                choice.leftOut(),
                choice.withoutWeights(),
                proposals(ranking, store));
        RecommendationFiles.write(recommendation, folder);
        return recommendation;
    }

    /** Without the test part, with shuffled labels if asked. */
    private ImageDataset shown() {
        Set<Integer> sealed = new HashSet<>(data.split().test());
        ImageDataset all = options.shuffle()
                .map(seed -> new LabelShuffle(seed)
                        .shuffle(data.images(), data.split())
                        .images())
                .orElse(data.images());
        return all.only(IntStream.range(0, all.samples().size())
                .filter(i -> !sealed.contains(i))
                .boxed()
                .toList());
    }

    private static int[] labels(ImageDataset images) {
        return images.samples().stream().mapToInt(ImageSample::label).toArray();
    }

    private static double chance(ImageDataset images) {
        int[] labels = labels(images);
        return IntStream.range(0, images.classNames().size())
                .mapToDouble(
                        c -> Arrays.stream(labels).filter(label -> label == c).count() / (double) labels.length)
                .max()
                .orElseThrow();
    }

    private BackboneOutline outline(Network network) {
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

    private List<Ranking.Found> outcomes(Network network, ImageDataset images, Folds folds, OutcomeStore store) {
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
                    rows = rows.length > 0 ? rows : features(network, images, cuts, key, store);
                    Outcome made = Outcome.of(
                            FeatureTable.columns(rows, from, to),
                            labels(images),
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

    private float[][] features(Network network, ImageDataset images, List<Cut> cuts, String key, OutcomeStore store) {
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

    /** One for each network whose best candidate is not clearly worse than the best of all. */
    private List<Proposal> proposals(List<RankedCandidate> ranking, OutcomeStore store) {
        Map<Network, RankedCandidate> best = new LinkedHashMap<>();
        ranking.forEach(each -> best.putIfAbsent(each.candidate().network(), each));
        return best.values().stream()
                .filter(each -> !each.clearlyWorse())
                .map(each -> proposal(each, store))
                .toList();
    }

    private Proposal proposal(RankedCandidate best, OutcomeStore store) {
        Network network = best.candidate().network();
        BackboneOutline outline = outline(network);
        List<Cut> cuts = Cut.of(outline);
        // Untrained layers have nothing to offer frozen.
        List<String> unfrozen = network.weights().equals(WeightsByName.RANDOM)
                ? List.of(Unfrozen.all().text())
                : Stream.of(0, learning(best.candidate().cut(), cuts))
                        .distinct()
                        .map(String::valueOf)
                        .toList();
        TrainingMinutes minutes = new TrainingMinutes(
                outline,
                data.split().train().size(),
                data.split().validation().size(),
                TrainingSettings.defaults().phases().get(0).epochs());
        return new Proposal(
                best,
                unfrozen,
                store.find(key(network, outline, cuts), Speed.class)
                        .map(speed -> unfrozen.stream()
                                .map(layers -> minutes.of(
                                        layers.equals(Unfrozen.all().text())
                                                ? outline.layers().size()
                                                : Integer.parseInt(layers),
                                        speed.secondsPerImage()))
                                .toList()));
    }

    /** The layers above the best cut; above the cut before it, where that is the end. */
    private static int learning(Cut best, List<Cut> cuts) {
        return best.unfrozen() > 0 || cuts.size() == 1
                ? best.unfrozen()
                : cuts.get(cuts.size() - 2).unfrozen();
    }
}
