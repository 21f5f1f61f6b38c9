package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, if there is one on the path. */
class ExperimentPageTest {
    private static final Experiment EXPERIMENT = ExperimentFixture.reference();

    private static HeadlessChromium.Visit desktop;
    private static JsonNode seen;

    @BeforeAll
    static void visit(@TempDir Path folder) throws IOException, InterruptedException {
        desktop = browser().visit(ExperimentFixture.page(EXPERIMENT), visitor(), 1200, folder);
        seen = desktop.seen();
    }

    private static HeadlessChromium browser() {
        return HeadlessChromium.orSkip();
    }

    private static String visitor() {
        return Html.resources("experiment-visitor.js");
    }

    @Test
    void nothingIsComplainedOfAndEverythingIsDrawn() {
        assertThat(seen.path("error").asText()).isEmpty();
        assertThat(desktop.complaints()).isEmpty();
        assertThat(seen.get("canvases")).hasSize(5).allMatch(JsonNode::asBoolean);
        assertThat(seen.get("pairs").asInt()).isGreaterThan(10);
        assertThat(seen.get("pairLayout").asText())
                .as("no other style of the pages makes it anything but a table")
                .isEqualTo("table");
        assertThat(seen.get("repeats")).hasSize(20);
        assertThat(seen.get("repeats").get(0).asText()).startsWith("#1 resnet50");
        assertThat(seen.get("tooWide").asInt()).isZero();
    }

    @Test
    void theTableHasPagesAndLinks() {
        assertThat(seen.get("count").asText()).isEqualTo("292 trials, lines 1 to 50.");
        assertThat(seen.get("rows").asInt()).isEqualTo(50);
        assertThat(texts(seen.get("areas"))).allMatch(area -> area.matches("[01]\\.\\d{3}|–"));
        assertThat(seen.get("nextPage").asText()).isEqualTo("292 trials, lines 51 to 100.");
        assertThat(seen.get("links")).isNotEmpty();
        assertThat(texts(seen.get("links"))).allMatch(link -> link.matches("trials/[0-9a-f]{64}/report.html"));
    }

    @Test
    void headsSort() {
        List<Double> rising = numbers(seen.at("/ascending/values"));
        List<Double> falling = numbers(seen.at("/descending/values"));

        assertThat(seen.at("/ascending/state").asText()).isEqualTo("ascending");
        assertThat(seen.at("/descending/state").asText()).isEqualTo("descending");
        assertThat(seen.at("/descending/rank").asText()).isEqualTo("none");
        assertThat(seen.at("/descending/focus").asText()).isEqualTo("accuracy");
        assertThat(rising).hasSize(50).isSorted();
        assertThat(falling).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(rising.get(0)).isEqualTo(percent(accuracies().getMin()));
        assertThat(falling.get(0)).isEqualTo(percent(accuracies().getMax()));
        // Values of an axis sort in its order: numbers by size, then words.
        assertThat(texts(seen.get("byAxis"))).containsOnly("adam");
    }

    @Test
    void filtersHoldForTheTableAndForAllSections() {
        long ofVgg = trials("vgg19");

        assertThat(seen.at("/filtered/count").asText()).startsWith(ofVgg + " of 292 trials");
        assertThat(texts(seen.at("/filtered/backbones"))).containsExactly("vgg19");
        assertThat(texts(seen.at("/filtered/legend"))).containsExactly("vgg19");
        assertThat(seen.at("/filtered/scope").asText()).contains("Of the " + ofVgg + " trials");
        assertThat(seen.at("/filtered/effects").has("Backbone")).isFalse();
        assertThat(seen.at("/failed/count").asText()).isEqualTo("4 of 292 trials.");
        assertThat(texts(seen.at("/failed/accuracies"))).containsExactly("–");
        assertThat(seen.get("reset").asText()).isEqualTo("292 trials, lines 1 to 50.");
        assertThat(seen.at("/searched/count").asText()).isEqualTo("4 of 292 trials.");
        assertThat(texts(seen.at("/searched/preprocessing"))).containsExactly("caffe");
        assertThat(seen.at("/nothing/count").asText()).isEqualTo("No trial of 292 passes the filters.");
        assertThat(seen.at("/nothing/rows").asInt()).isZero();
    }

    @Test
    void effectsAreMeansOverCells() {
        assertThat(effect("Unfrozen layers", 1)).isEqualTo("3 " + expected("inception-v3", Axis.UNFROZEN, "3"));
        assertThat(effect("Learning rate", 0)).isEqualTo("0.0001 " + expected(null, Axis.LEARNING_RATE, "0.0001"));
        assertThat(effect("Backbone", 2)).isEqualTo("vgg19 " + expected(null, Axis.BACKBONE, "vgg19"));
        assertThat(seen.get("effects").has("Seed")).isFalse();
        assertThat(seen.get("effects").has("Head")).isFalse();
        assertThat(seen.at("/lossEffects/Optimizer/0/1").asText()).matches("0\\.\\d{3} ±\u00a00\\.\\d{2,3}");
        assertThat(seen.get("pair")).hasSize(2);
        assertThat(seen.get("pair").get(1).asText()).startsWith("adam");
    }

    @Test
    void chartsFollowTheirChoosers() {
        assertThat(seen.at("/curves/lines").asInt()).isEqualTo(12);
        assertThat(texts(seen.at("/curves/legend"))).containsExactly("0.0001", "0.01");
        assertThat(seen.at("/curves/note").asText()).startsWith("12 lines of 286");
        assertThat(seen.get("cost").asText()).isEqualTo("Accuracy against time of the training");
        assertThat(seen.get("fewerRepeats").asInt()).isEqualTo(10);
    }

    @Test
    void theFrontHoldsWhatNothingCheaperBeats() {
        List<String> front = texts(seen.get("front"));

        assertThat(front).isNotEmpty();
        assertThat(front.get(front.size() - 1)).startsWith("#1 ");
    }

    @Test
    void aPhoneNeedsNoSidewaysScrolling(@TempDir Path folder) throws IOException, InterruptedException {
        // A browser's window cannot be as narrow as a phone, a frame can.
        String frame = "<html><body><iframe id=\"phone\" style=\"width:390px;height:800px;border:0\" srcdoc=\""
                + ExperimentFixture.page(EXPERIMENT).replace("&", "&amp;").replace("\"", "&quot;")
                + "\"></iframe></body></html>";
        String look = "const frame = document.getElementById('phone');"
                + "await new Promise(done => { frame.onload = done; setTimeout(done, 3000); });"
                + "const root = frame.contentDocument.documentElement;"
                + "return {rows: root.querySelectorAll('#trial-table tbody tr').length,"
                + " media: frame.contentWindow.innerWidth, seen: root.clientWidth, page: root.scrollWidth};";

        JsonNode phone = browser().visit(frame, look, 800, folder).seen();

        assertThat(phone.path("error").asText()).isEmpty();
        assertThat(phone.get("rows").asInt()).isEqualTo(50);
        assertThat(phone.get("media").asInt()).isEqualTo(390);
        assertThat(phone.get("page").asInt()).isEqualTo(phone.get("seen").asInt());
    }

    @Test
    void whatHasNoResultsYetIsShownWithoutComplaint(@TempDir Path folder) throws IOException, InterruptedException {
        HeadlessChromium.Visit visit = browser()
                .visit(
                        ExperimentFixture.page(ExperimentFixture.nothing()),
                        "return {count: document.getElementById('count').textContent,"
                                + " repeats: document.getElementById('repeat-table').textContent,"
                                + " pair: document.getElementById('pair').offsetHeight};",
                        1200,
                        folder);

        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.seen().get("count").asText()).isEqualTo("1 trial.");
        assertThat(visit.seen().get("repeats").asText()).startsWith("No configuration");
        assertThat(visit.seen().get("pair").asInt()).isZero();
    }

    @Test
    void tenThousandTrialsAreShownPageByPageAndTheirRatesInRanges(@TempDir Path folder)
            throws IOException, InterruptedException {
        HeadlessChromium.Visit visit = browser()
                .visit(
                        ExperimentFixture.page(ExperimentFixture.large(10_000)),
                        "document.querySelector('[data-sort=\"seconds\"]').click();"
                                + "return {count: document.getElementById('count').textContent,"
                                + " rows: document.querySelectorAll('#trial-table tbody tr').length,"
                                + " bins: document.querySelectorAll('.effect')[3].querySelectorAll('tbody tr').length,"
                                + " lines: Chart.getChart('curve-chart').data.datasets.length};",
                        1200,
                        folder);

        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.seen().path("error").asText()).isEmpty();
        assertThat(visit.seen().get("count").asText()).isEqualTo("10,000 trials, lines 1 to 50.");
        assertThat(visit.seen().get("rows").asInt()).isEqualTo(50);
        assertThat(visit.seen().get("bins").asInt()).isEqualTo(12);
        assertThat(visit.seen().get("lines").asInt()).isEqualTo(24);
    }

    @Test
    void namesNeverBecomeMarkup(@TempDir Path folder) throws IOException, InterruptedException {
        String name = "<img src=x onerror='window.injected=1'></script><b>";
        HeadlessChromium.Visit hostile = browser()
                .visit(
                        ExperimentFixture.page(ExperimentFixture.hostile(name)),
                        "await new Promise(done => setTimeout(done, 300));"
                                + "return {injected: String(window.injected), images: document.querySelectorAll('img').length,"
                                + " bold: document.querySelectorAll('#trial-table b, #effect-tables b').length,"
                                + " rows: document.querySelectorAll('#trial-table tbody tr').length};",
                        1200,
                        folder);

        assertThat(hostile.complaints()).isEmpty();
        assertThat(hostile.seen().get("injected").asText()).isEqualTo("undefined");
        assertThat(hostile.seen().get("images").asInt()).isEqualTo(1);
        assertThat(hostile.seen().get("bold").asInt()).isZero();
        assertThat(hostile.seen().get("rows").asInt()).isEqualTo(50);
    }

    private static String effect(String axis, int row) {
        return String.join(" ", texts(seen.at("/effects/" + axis + "/" + row))).replace('\u00a0', ' ');
    }

    /** As the page writes it: mean, standard deviation and number of cells with a value. */
    private static String expected(String backbone, Axis axis, String value) {
        List<Double> values = new ArrayList<>();
        for (Trial trial : EXPERIMENT.result().trials()) {
            EXPERIMENT
                    .scores(trial)
                    .ifPresent(scores -> trial.cells().stream()
                            .filter(cell -> ExperimentValues.of(axis, cell).equals(value))
                            .filter(cell ->
                                    backbone == null || Axis.BACKBONE.of(cell).equals(backbone))
                            .forEach(cell -> values.add(scores.validation().accuracy())));
        }
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return String.format(
                Locale.ROOT,
                "%.1f %% ± %.1f %d",
                100 * mean,
                100 * Math.sqrt(squares / (values.size() - 1)),
                values.size());
    }

    private static DoubleSummaryStatistics accuracies() {
        return EXPERIMENT.result().trials().stream()
                .flatMap(trial -> EXPERIMENT.scores(trial).stream())
                .mapToDouble(scores -> scores.validation().accuracy())
                .summaryStatistics();
    }

    private static double percent(double share) {
        return Math.round(share * 1000) / 10.0;
    }

    private static long trials(String backbone) {
        return EXPERIMENT.result().trials().stream()
                .filter(trial -> ExperimentValues.category(trial).equals(backbone))
                .count();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<Double> numbers(JsonNode array) {
        return texts(array).stream()
                .map(text -> Double.valueOf(text.replaceAll("[^0-9.]", "")))
                .toList();
    }
}
