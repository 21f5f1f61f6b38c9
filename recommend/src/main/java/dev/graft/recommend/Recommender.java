package dev.graft.recommend;

import dev.graft.backbone.WeightsByName;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.LabelShuffle;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.Unfrozen;
import dev.graft.model.BackboneOutline;
import dev.graft.progress.Progress;
import dev.graft.search.Ledger;
import dev.graft.search.SearchData;
import dev.graft.search.SearchTools;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        NetworkOutcomes outcomes = new NetworkOutcomes(
                tools, engine, cache, threads, progress, new OutcomeStore(folder.resolve("outcomes")));
        List<Ranking.Found> found = new ArrayList<>();
        for (Network network : choice.networks()) {
            found.addAll(outcomes.of(network, images, folds));
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
                proposals(ranking, outcomes));
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

    /** One for each network whose best candidate is not clearly worse than the best of all. */
    private List<Proposal> proposals(List<RankedCandidate> ranking, NetworkOutcomes outcomes) {
        Map<Network, List<RankedCandidate>> networks = ranking.stream()
                .collect(Collectors.groupingBy(
                        each -> each.candidate().network(), LinkedHashMap::new, Collectors.toList()));
        return networks.values().stream()
                .filter(each -> !each.get(0).clearlyWorse())
                .map(each -> proposal(each, outcomes))
                .toList();
    }

    /** @param ranked candidates of one network, the best first */
    private Proposal proposal(List<RankedCandidate> ranked, NetworkOutcomes outcomes) {
        RankedCandidate best = ranked.get(0);
        Network network = best.candidate().network();
        BackboneOutline outline = outcomes.outline(network);
        // Untrained layers have nothing to offer frozen.
        List<String> unfrozen = network.weights().equals(WeightsByName.RANDOM)
                ? List.of(Unfrozen.all().text())
                : Proposal.worthTrying(ranked).stream().map(String::valueOf).toList();
        TrainingMinutes minutes = new TrainingMinutes(
                outline,
                data.split().train().size(),
                data.split().validation().size(),
                TrainingSettings.defaults().phases().get(0).epochs());
        return new Proposal(
                best,
                unfrozen,
                outcomes.secondsPerImage(network)
                        .map(seconds -> unfrozen.stream()
                                .map(layers -> minutes.of(
                                        layers.equals(Unfrozen.all().text())
                                                ? outline.layers().size()
                                                : Integer.parseInt(layers),
                                        seconds))
                                .toList()));
    }
}
