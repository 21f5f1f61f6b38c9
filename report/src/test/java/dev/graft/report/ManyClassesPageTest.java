package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.ConfusionMatrix.Cell;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ResultPictures;
import dev.graft.result.ResultWriters;
import dev.graft.result.SampleSelection;
import dev.graft.result.TrainingResult;
import dev.graft.result.WeakestClass;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of more classes than can be shown row by row. */
class ManyClassesPageTest {
    private static final TrainingResult CARS = ManyClassesFixture.result(196, 6);
    private static final Evaluation TEST = CARS.test().orElseThrow();
    private static final String PAGE = HtmlReport.render(CARS, Fixtures.samples(CARS));

    private static String text(String page) {
        return page.replaceAll("(?s)<(style|script).*?</\\1>", "")
                .replaceAll("<[^>]+>", " ")
                .replace("\u00a0", " ")
                .replaceAll("\\s+", " ");
    }

    private static int size(String page) {
        return page.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void aPageOf196ClassesIsBelowAMegabyte() {
        assertThat(size(PAGE)).isLessThan(1_000_000);
    }

    @Test
    void aPageOf1200ClassesIsBelowFiveMegabytesAndItsResultToo(@TempDir Path folder) throws IOException {
        TrainingResult result = ManyClassesFixture.result(1200, 1);

        ResultWriters.found().write(result, Fixtures.samples(result), folder);

        assertThat(folder.resolve("report.html").toFile())
                .satisfies(file -> assertThat(file.length()).isLessThan(5_000_000));
        assertThat(folder.resolve("result.json").toFile())
                .satisfies(file -> assertThat(file.length()).isLessThan(5_000_000));
    }

    @Test
    void upToTwentyClassesEachIsARowAndAColumn() {
        TrainingResult few = ManyClassesFixture.result(ManyClasses.AT_MOST, 2);

        String page = HtmlReport.render(few, ResultPictures.NONE);

        assertThat(page)
                .contains("<table class=\"confusion\">", "<h3>Class by class</h3>")
                .doesNotContain("id=\"matrix\"", "Most confused pairs", "Weakest classes", "confusion-data");
        assertThat(text(page)).contains("Top-5 accuracy", "ROC-AUC (macro)");
    }

    @Test
    void showsTopFiveAccuracyWithItsInterval() {
        var interval = TEST.interval(Metric.TOP_FIVE_ACCURACY);
        assertThat(TEST.value(Metric.TOP_FIVE_ACCURACY)).isBetween(TEST.accuracy(), 1.0);
        assertThat(text(PAGE))
                .contains("Top-5 accuracy " + Numbers.percent(TEST.value(Metric.TOP_FIVE_ACCURACY)) + " 95 % interval "
                        + Numbers.percentRange(interval.low(), interval.high()));
    }

    @Test
    void theMostConfusedPairsComeFirst() {
        List<Cell> expected = TEST.confusion().cells().stream()
                .filter(cell -> cell.actual() != cell.predicted())
                .sorted(Comparator.comparingInt(Cell::images).reversed())
                .toList();
        List<Cell> pairs = ConfusedPairs.of(TEST.confusion());
        Cell first = pairs.get(0);
        int shown = pairs.stream().limit(20).mapToInt(Cell::images).sum();
        long wrong = CARS.testPredictions().stream().filter(p -> !p.correct()).count();

        assertThat(pairs).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pairs.stream().map(Cell::images)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(first.images()).isEqualTo((int) CARS.testPredictions().stream()
                .filter(p -> p.actual() == first.actual() && p.predicted() == first.predicted())
                .count());
        assertThat(text(PAGE))
                .contains("Actual Called Images Share " + CARS.classNames().get(first.actual()) + " "
                        + CARS.classNames().get(first.predicted()) + " " + first.images() + " "
                        + Numbers.percent(first.images() / 6.0))
                .contains("The first of " + pairs.size() + " pairs, with " + shown + " of " + Numbers.count(wrong)
                        + " wrong images.");
    }

    @Test
    void theWeakestClassesHaveTheirMostConfidentMistakesBesideThem() {
        List<Prediction> shown = SampleSelection.pictured(CARS);
        List<WeakestClass> weakest = WeakestClass.of(TEST, CARS.testPredictions());

        assertThat(weakest).hasSize(8);
        assertThat(weakest.stream().map(c -> TEST.classes().get(c.index()).value(Metric.SENSITIVITY)))
                .isSorted()
                .allMatch(sensitivity -> TEST.classes().stream()
                                .filter(c -> c.value(Metric.SENSITIVITY) < sensitivity)
                                .count()
                        < 8);
        for (WeakestClass each : weakest) {
            assertThat(each.wrong())
                    .isNotEmpty()
                    .allMatch(p -> p.actual() == each.index() && !p.correct())
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Prediction::confidence).reversed());
            assertThat(shown).containsAll(each.wrong());
            assertThat(text(PAGE))
                    .contains(CARS.classNames().get(each.index()) + " "
                            + TEST.confusion().count(each.index(), each.index())
                            + " of 6 images found (95 % interval ");
        }
        assertThat(WeakestClass.of(TEST, shown))
                .as("chosen from what is chosen")
                .isEqualTo(weakest);
        assertThat(SampleSelection.of(shown, SampleSelection.REPORT_LIMIT))
                .isEqualTo(SampleSelection.of(CARS.testPredictions(), SampleSelection.REPORT_LIMIT));
        assertThat(PAGE.split("<figure class=\"wrong\">", -1).length - 1)
                .isGreaterThanOrEqualTo(
                        weakest.stream().mapToInt(c -> c.wrong().size()).sum());
    }

    @Test
    void everyClassStandsInTheFoldedTableAndThePartsAreSummedUp() {
        String folded = PAGE.substring(PAGE.indexOf("Class by class (196)"));
        folded = folded.substring(0, folded.indexOf("</details>"));

        assertThat(folded)
                .contains(CARS.classNames().stream()
                        .map(name -> "\">" + name + "</th>")
                        .toList());
        assertThat(text(PAGE))
                .contains("Averages over the classes")
                .contains("Part Classes Images of a class Images Groups train 196 24 4,704 –");
    }

    @Test
    void thePictureHasAPointForEachCellThatIsNotZero() throws IOException {
        BufferedImage picture = picture(PAGE);

        assertThat(picture.getWidth()).isEqualTo(196);
        for (int actual = 0; actual < 196; actual++) {
            for (int predicted = 0; predicted < 196; predicted++) {
                int colour = picture.getRGB(predicted, actual);
                int count = TEST.confusion().count(actual, predicted);
                assertThat(colour >>> 24 > 0).isEqualTo(count > 0);
                if (count > 0) {
                    boolean green = (colour >> 8 & 255) > (colour >> 16 & 255);
                    assertThat(green).isEqualTo(actual == predicted);
                }
            }
        }
    }

    @Test
    void ofVeryManyClassesNeighboursShareAPoint() throws IOException {
        List<Cell> cells = List.of(new Cell(0, 0, 1), new Cell(1300, 17, 2), new Cell(1999, 1999, 1));
        BufferedImage picture = picture(new ConfusionPicture(new ConfusionMatrix(2000, cells)).dataUri());

        assertThat(picture.getWidth()).isEqualTo(500);
        assertThat(picture.getRGB(4, 325) >>> 24).isEqualTo(255);
        assertThat(picture.getRGB(499, 499) >>> 24).isEqualTo(255);
        assertThat(picture.getRGB(250, 250)).isZero();
    }

    private static BufferedImage picture(String page) throws IOException {
        Matcher data = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
        assertThat(data.find()).isTrue();
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data.group(1))));
    }

    @Test
    void aPerfectModelHasNeitherPairsNorWeakClasses() {
        List<Prediction> right = new ArrayList<>();
        for (int c = 0; c < 30; c++) {
            List<Double> probabilities = new ArrayList<>(Collections.nCopies(30, 0.0));
            probabilities.set(c, 1.0);
            right.add(new Prediction(c + ".png", c, probabilities));
        }
        TrainingResult few = ManyClassesFixture.result(30, 1);
        String page = HtmlReport.render(with(few, few.classNames(), right), ResultPictures.NONE);

        assertThat(page).contains("id=\"matrix\"").doesNotContain("Most confused pairs", "Weakest classes");
    }

    private static TrainingResult with(TrainingResult r, List<String> names, List<Prediction> test) {
        return new TrainingResult(
                r.title(),
                names,
                0,
                r.parts(),
                List.of(),
                List.of(),
                List.of(),
                r.history(),
                r.validation(),
                Optional.of(Evaluation.of(test, names.size(), 0)),
                r.validationPredictions(),
                test,
                List.of(),
                r.provenance());
    }

    @Test
    void aClassIsFoundByItsNameAndItsConfusionsByItsButtons(@TempDir Path folder)
            throws IOException, InterruptedException {
        Cell cell = ConfusedPairs.of(TEST.confusion()).get(0);
        String name = CARS.classNames().get(cell.actual());
        String taken = CARS.classNames().get(cell.predicted());
        HeadlessChromium.Visit visit = HeadlessChromium.orSkip()
                .visit(
                        PAGE,
                        Html.resources("classes-visitor.js")
                                .replace("CLASS NAME", name)
                                .replace("COLUMN", "" + cell.predicted())
                                .replace("ROW", "" + cell.actual()),
                        1200,
                        folder);

        JsonNode seen = visit.seen();
        assertThat(visit.complaints()).isEmpty();
        assertThat(seen.path("error").asText()).isEmpty();
        assertThat(seen.get("tooWide").asInt()).isZero();
        assertThat(seen.get("picture").asInt()).as("drawn").isEqualTo(196);
        assertThat(seen.get("offered").asText()).isEqualTo("49 classes");
        assertThat(seen.get("buttons").asInt()).isEqualTo(12);
        assertThat(seen.get("before").asBoolean())
                .as("no mark before a class is chosen")
                .isTrue();
        assertThat(seen.get("chosen").asText())
                .startsWith("“" + name + "”: " + TEST.confusion().count(cell.actual(), cell.actual())
                        + " of 6 images found.")
                .contains("The others were called" + taken + " · " + cell.images());
        assertThat(seen.get("row").asDouble()).isCloseTo(100 * (cell.actual() + 0.5) / 196, within(0.01));
        assertThat(seen.get("column").asDouble()).isEqualTo(seen.get("row").asDouble());
        assertThat(seen.get("next").asText()).startsWith("“" + taken + "”: ");
        assertThat(seen.get("focus").asText()).isEqualTo("class-search");
        assertThat(seen.get("pointed").asText())
                .as("the row of the point that was clicked")
                .startsWith("“" + name + "”: ");
        assertThat(seen.get("nothing").asText()).isEqualTo("0 classes");
        assertThat(seen.get("cleared").asText()).isEmpty();
    }

    @Test
    void classNamesNeverBecomeMarkup(@TempDir Path folder) throws IOException, InterruptedException {
        TrainingResult few = ManyClassesFixture.result(30, 2);
        List<String> names = new ArrayList<>();
        for (int c = 0; c < 30; c++) {
            names.add("</script><img src=x onerror='window.injected=1'><b>" + c);
        }
        TrainingResult hostile = with(few, names, few.testPredictions());
        HeadlessChromium.Visit visit = HeadlessChromium.orSkip()
                .visit(
                        HtmlReport.render(hostile, ResultPictures.NONE),
                        "const input = document.getElementById('class-search');"
                                + "const type = text => { input.value = text; input.dispatchEvent(new Event('input')); };"
                                + "type('<b>'); const offered = document.querySelectorAll('.answer button').length;"
                                + "document.querySelector('.answer button').click();"
                                + "await new Promise(done => setTimeout(done, 300));"
                                + "return {offered, injected: String(window.injected),"
                                + " answer: document.querySelector('.answer p').textContent,"
                                + " bold: document.querySelectorAll('main b').length,"
                                + " images: document.querySelectorAll('img').length};",
                        1200,
                        folder);

        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.seen().path("error").asText()).isEmpty();
        assertThat(visit.seen().get("offered").asInt()).isEqualTo(12);
        assertThat(visit.seen().get("injected").asText()).isEqualTo("undefined");
        assertThat(visit.seen().get("answer").asText()).startsWith("“" + names.get(0) + "”");
        assertThat(visit.seen().get("bold").asInt()).isZero();
        assertThat(visit.seen().get("images").asInt()).as("the matrix alone").isEqualTo(1);
    }
}
