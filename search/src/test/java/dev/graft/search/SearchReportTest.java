package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.report.ExperimentMeasure;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchReportTest {
    @TempDir
    static Path shared;

    private static SearchResult result;
    private static String page;

    @BeforeAll
    static void search() throws IOException {
        ImageDataset images = TinyPictures.write(shared.resolve("pictures"), 24);
        result = SearchFixture.search(images, SearchFixture.executor(shared)).run(shared.resolve("ledger"));
        SearchReport.of(Ledger.read(shared.resolve("ledger"))).write(result);
        page = Files.readString(shared.resolve("ledger/report.html"));
    }

    @Test
    void everythingLiesInTheLedger() {
        assertThat(shared.resolve("ledger/trials.csv")).isNotEmptyFile();
        assertThat(shared.resolve("ledger/best.json")).isNotEmptyFile();
        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void thePageSaysWhatTheResultSays() {
        ConfigurationResult winner = result.winner().orElseThrow();
        TestVerdict verdict = result.verdict().orElseThrow();
        String text = page.replaceAll("<[^>]*>", " ").replace("&nbsp;", " ").replaceAll("\\s+", " ");

        assertThat(text)
                .contains(" pictures: 12 trials ")
                .contains(winner.repeats().get(0).trial().settings().backbone() + " won with "
                        + percent(verdict.scores().accuracy()) + " of "
                        + verdict.scores().images() + " unseen images")
                .contains("of its 2 repeats, " + percent(winner.mean()) + ", among 6 configurations in 12 trials")
                .contains("12 all done, for 16 cells")
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

    @Test
    void aSearchThatNobodyHasBegunHasAPageToo(@TempDir Path folder) throws IOException {
        SearchSpace space =
                SearchSpace.builder().backbones("tiny").learningRates(1e-4).build();
        Ledger ledger = Ledger.open(folder, SyntheticLedger.CONTEXT);
        ledger.plan(new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT));

        new SearchReport(ledger, Optional.of("brains")).write(SearchResult.of(ledger, Measure.ROC_AUC));

        // The axis itself writes 1.0E-4.
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<h1>brains</h1>")
                .contains("No trial has a result yet.")
                .contains("learning rate 0.0001,");
    }

    @Test
    void withoutAnyResultTheFolderGivesTheHeadline(@TempDir Path folder) throws IOException {
        Path named = folder.resolve("my-ledger");
        SearchSpace space = SearchSpace.builder().backbones("tiny").build();
        Ledger ledger = Ledger.open(named, SyntheticLedger.CONTEXT);
        ledger.plan(new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT));

        SearchReport.of(ledger).write(SearchResult.of(ledger, Measure.ACCURACY));

        assertThat(Files.readString(named.resolve("report.html"))).contains("<h1>my-ledger: 1 trial</h1>");
    }

    @Test
    void everyMeasureHasAName() {
        assertThat(Arrays.stream(Measure.values()).map(Enum::name))
                .containsExactlyElementsOf(Arrays.stream(ExperimentMeasure.values())
                        .map(Enum::name)
                        .toList());
    }

    /** As the page writes a share. */
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
