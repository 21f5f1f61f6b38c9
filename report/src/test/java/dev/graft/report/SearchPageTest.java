package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.SplitFractions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.GridSearch;
import dev.graft.search.Ledger;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.Measure;
import dev.graft.search.SearchData;
import dev.graft.search.SearchReport;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.SearchTools;
import dev.graft.search.TestVerdict;
import dev.graft.search.Trial;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that a search's report gets when this module is on the class path. */
class SearchPageTest {
    /** Two networks, two cuts of one of them that are the same training, two seeds: 6 cells, 4 trials. */
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .unfrozen("1")
            .epochs(2)
            .batchSizes(6)
            .repeats(2)
            .build()
            .and(SearchSpace.builder()
                    .backbones("tiny")
                    .unfrozen("0", "1")
                    .epochs(2)
                    .batchSizes(6)
                    .repeats(2)
                    .build());

    @TempDir
    static Path shared;

    private static SearchResult result;
    private static String page;

    @BeforeAll
    static void search() throws IOException {
        SearchTools tools = new SearchTools(
                new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone())),
                new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                AugmentationCatalog.EMPTY);
        result = new GridSearch(
                        tools,
                        new LocalTrialExecutor(tools, Dl4jEngine::new, LocalOptions.of(1), shared.resolve("features")),
                        SearchData.of(
                                TinyPictures.write(shared.resolve("pictures"), 24),
                                new SplitFractions(0.5, 0.25, 0.25),
                                7))
                .space(SPACE)
                .run(shared.resolve("ledger"));
        SearchReport.of(Ledger.read(shared.resolve("ledger"))).write(result);
        page = Files.readString(shared.resolve("ledger").resolve(PageWriter.REPORT));
    }

    @Test
    void thePageSaysWhatTheResultSays() {
        ConfigurationResult winner = result.winner().orElseThrow();
        TestVerdict verdict = result.verdict().orElseThrow();
        String text = page.replaceAll("<[^>]*>", " ").replace("\u00a0", " ").replaceAll("\\s+", " ");

        assertThat(text)
                .contains(" pictures: 4 trials ")
                .contains(winner.repeats().get(0).trial().settings().model().backbone() + " won with "
                        + percent(verdict.scores().accuracy()) + " of "
                        + verdict.scores().images() + " unseen images")
                .contains("of its 2 repeats, " + percent(winner.mean()) + ", among 2 configurations in 4 trials")
                .contains("4 all done, for 6 cells")
                .contains("learning rate 0.001")
                .contains("unfrozen layers 0/1")
                .contains("winner: machine");
        for (Trial trial : result.trials()) {
            assertThat(page).contains("\"" + trial.address().shortForm() + "\"");
        }
    }

    @Test
    void theBestTrialOfEachBackboneHasAPageOfItsOwnThatIsLinked() {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));
        long pages = result.trials().stream()
                .map(trial -> ledger.folderOf(trial.address()).resolve("report.html"))
                .filter(Files::exists)
                .count();
        Trial chosen = result.winner().orElseThrow().chosen(result.measure()).trial();

        assertThat(pages).isEqualTo(2);
        assertThat(page).contains("href=\"trials/" + chosen.address() + "/report.html\"");
    }

    @Test
    void writingAgainGivesTheSamePage() throws IOException {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));

        SearchReport.of(ledger).write(SearchResult.of(ledger, Measure.ACCURACY));

        assertThat(Files.readString(shared.resolve("ledger/report.html"))).isEqualTo(page);
    }

    /** As the page writes a share. */
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
