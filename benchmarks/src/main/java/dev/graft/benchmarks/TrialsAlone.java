package dev.graft.benchmarks;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Engines;
import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.GridSearch;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.SearchData;
import dev.graft.search.SearchSpace;
import dev.graft.search.SearchTools;
import dev.graft.search.Trial;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a search would take if its trainings shared nothing: one of each kind (network, preprocessing, unfrozen layers,
 * augmentation) is a search of its own with a ledger of its own, and its time counts for all of its kind.
 *
 * <p>Arguments: folder of images, file of the space, pattern of groups in file names.
 */
public final class TrialsAlone {
    private TrialsAlone() {}

    private record Kind(String backbone, String preprocessing, String unfrozen, String augmentation) {
        static Kind of(Trial trial) {
            return new Kind(
                    trial.settings().model().backbone(),
                    trial.settings().model().preprocessing(),
                    trial.settings().phases().get(0).unfrozen().text(),
                    trial.settings().augmentation().policy());
        }
    }

    /** Runs. */
    public static void main(String[] args) throws IOException {
        SearchTools tools = new SearchTools(
                BackboneRegistry.load(),
                new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                AugmentationCatalog.installed());
        SearchData data = SearchData.of(
                new ImageFolder(Path.of(args[0])).read(ReadOptions.defaults().withGroupPattern(args[2])),
                SplitFractions.defaults(),
                42);
        Path folder = Files.createTempDirectory("trials-alone");
        Map<Kind, List<Trial>> kinds = new LinkedHashMap<>();
        for (Trial trial :
                search(tools, data, SearchSpace.read(Path.of(args[1])), folder).trials()) {
            kinds.merge(Kind.of(trial), List.of(trial), TrialsAlone::both);
        }
        // Whoever goes first would pay for loading classes and native code.
        seconds(tools, data, kinds.values().iterator().next().get(0), folder.resolve("first"));
        double all = 0;
        double frozen = 0;
        int number = 0;
        for (Map.Entry<Kind, List<Trial>> kind : kinds.entrySet()) {
            Path own = folder.resolve(String.valueOf(number++));
            double seconds = seconds(tools, data, kind.getValue().get(0), own);
            System.out.printf(
                    "%-70s %3d of %6.1f s%n", kind.getKey(), kind.getValue().size(), seconds);
            all += seconds * kind.getValue().size();
            frozen += kind.getKey().unfrozen().equals("0")
                    ? seconds * kind.getValue().size()
                    : 0;
        }
        System.out.printf("one by one: %.0f s, of which with all layers frozen %.0f s%n", all, frozen);
    }

    private static List<Trial> both(List<Trial> some, List<Trial> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static GridSearch search(SearchTools tools, SearchData data, SearchSpace space, Path folder) {
        int threads = Runtime.getRuntime().availableProcessors();
        LocalTrialExecutor executor = new LocalTrialExecutor(
                tools, Engines.load()::best, LocalOptions.of(threads), folder.resolve("features"));
        return new GridSearch(tools, executor, data).space(space);
    }

    private static double seconds(SearchTools tools, SearchData data, Trial trial, Path folder) {
        Cell cell = trial.cells().get(0);
        SearchSpace.Builder space = SearchSpace.builder();
        for (Axis axis : Axis.values()) {
            space.axis(axis, List.of(axis.of(cell)));
        }
        long start = System.nanoTime();
        search(tools, data, space.build(), folder).run(folder.resolve("ledger"));
        return (System.nanoTime() - start) / 1e9;
    }
}
