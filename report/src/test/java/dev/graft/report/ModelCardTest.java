package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelDescription;
import dev.graft.preprocess.Preprocessing;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    private static final TrainingResult HEALTHY = Fixtures.healthy();

    private static ModelCard card(Optional<TrainingResult> result, List<String> classes) {
        ModelDescription description = new ModelDescription(
                "efficientnet-b0",
                "ifs1000",
                new InputShape(3, 64, 96),
                Preprocessing.NONE,
                "global average pooling - softmax",
                classes,
                5,
                List.of(),
                List.of());
        return new ModelCard(
                description,
                4_052_133,
                HEALTHY.provenance(),
                new Calibration(1.437, 160),
                Optional.of(InputProfile.ofImages(List.of(new RgbImage(50, 40, new byte[6000])))),
                result,
                List.of());
    }

    @Test
    void manyClassesAreListedOneByOneAtTheEnd() {
        TrainingResult cars = ManyClassesFixture.result(40, 3);
        Figures last = cars.test().orElseThrow().classes().get(39);

        String text = card(Optional.of(cars), cars.classNames()).markdown();

        assertThat(text)
                .contains("| Tells apart | 40 classes, listed at the end |")
                .contains("| Part | Images | Groups |\n|---|---|---|\n| train | 480 | – |\n")
                .contains(
                        "| Class | train images | validation images | test images | Found in the test part | 95 % interval |")
                .contains("| Aurora 10 Convertible 2006 | 12 | 3 | 3 | "
                        + Numbers.percent(last.value(Metric.SENSITIVITY)) + " | ");
        assertThat(text.indexOf("## Classes")).isGreaterThan(text.indexOf("## Provenance"));
        assertThat(card(Optional.empty(), cars.classNames()).markdown())
                .startsWith("# Model card: efficientnet-b0 for 40 classes\n")
                .contains("- Aurora 10 Convertible 2006\n");
    }

    @Test
    void figuresByGroupStandBesideThoseByImage() {
        TrainingResult grouped = Fixtures.grouped();
        Evaluation byGroup = grouped.byGroup().orElseThrow().test().orElseThrow();

        assertThat(card(Optional.of(grouped), Fixtures.CLASSES).markdown())
                .contains("| On the test part |  | 95 % interval | By group | 95 % interval |")
                .contains("| Accuracy: share classified correctly | 91.7 % | ")
                .contains(" | " + Numbers.percent(byGroup.accuracy()) + " | "
                        + Numbers.percentRange(byGroup.interval(Metric.ACCURACY)) + " |")
                .contains("By group: each counts once, by the mean log odds of its images.");
    }

    private static final ModelCard CARD = card(Optional.of(HEALTHY), Fixtures.CLASSES);

    @Test
    void saysWhatOneMustKnow() {
        assertThat(CARD.markdown())
                .startsWith("# Model card: " + CardSection.plain(HEALTHY.title()) + "\n\n91.7 % of 120 unseen images")
                .contains("| Tells apart | normal, stroke |")
                .contains("| Parameters | 4,052,133 |")
                .contains("| Input | 96 x 64 px, RGB, preprocessing none |")
                .contains("greyscale images with sides of 40 to 50 px")
                .contains("calibrated: temperature 1.44, fitted on 160 validation images")
                .contains("| On the test part |  | 95 % interval |\n|---|---|---|\n"
                        + "| Accuracy: share classified correctly | 91.7 % | 85.3–95.4 % |")
                .contains("| Sensitivity: share of “stroke” found | 93.3 % | 84.1–97.4 % |")
                .contains("| Specificity: share of the others not called “stroke” | 90.0 % | 79.9–95.3 % |")
                .contains("Wilson's for plain shares")
                .contains(
                        "A split image by image gets 97.5 % of its 118 test images, +5.8 points (−0.3 to +12.4 points)")
                .contains("| train | 480 | 480 | 96 |")
                .contains("It is not a medical device.")
                .contains("1 unreadable file took no part.");
    }

    /** Of groups the intervals are wider, and every figure has its own. */
    @Test
    void everyFigureHasTheEvaluationsOwnInterval() {
        Evaluation test = HEALTHY.test().orElseThrow();
        assertThat(CARD.markdown())
                .contains(row(test.value(Metric.BALANCED_ACCURACY), test.interval(Metric.BALANCED_ACCURACY), true))
                .contains(row(test.value(Metric.ROC_AUC), test.interval(Metric.ROC_AUC), false))
                .contains(row(test.value(Metric.F1), test.interval(Metric.F1), false))
                .contains(row(test.value(Metric.MATTHEWS), test.interval(Metric.MATTHEWS), false));
        TrainingResult grouped = Fixtures.grouped();
        Interval wide = grouped.test().orElseThrow().interval(Metric.SENSITIVITY);
        assertThat(card(Optional.of(grouped), Fixtures.CLASSES).markdown())
                .contains("of the 12 groups (percentile bootstrap)")
                .contains("| Sensitivity: share of “stroke” found | 93.3 % | "
                        + Numbers.percentRange(wide.low(), wide.high()) + " |");
    }

    private static String row(double value, Interval interval, boolean percent) {
        return percent
                ? Numbers.percent(value) + " | " + Numbers.percentRange(interval.low(), interval.high()) + " |"
                : " | " + Numbers.ratio(value) + " | " + Numbers.ratioRange(interval) + " |";
    }

    @Test
    void thePageSaysTheSame() {
        String page = CARD.html();
        String text = page.replaceAll("(?s)<style>.*?</style>|<[^>]*>", " ")
                .replace("\u00a0", " ")
                .replaceAll("\\s+", " ");

        assertThat(text)
                .contains(
                        "Tells apart normal, stroke",
                        "Accuracy: share classified correctly 91.7 % 85.3–95.4 %",
                        "It is not a medical device.");
        assertThat(page).doesNotContain("{{", "http://", "https://", "<script");
    }

    @Test
    void withoutAResultThereAreNoFigures() {
        assertThat(card(Optional.empty(), Fixtures.CLASSES).markdown())
                .contains("# Model card: efficientnet-b0 for normal, stroke")
                .contains("this card has no figures")
                .doesNotContain("## Figures", "## Data");
    }

    @Test
    void namesCannotBreakTheCard() {
        ModelCard odd = card(Optional.empty(), List.of("a|b", "<script>x</script>"));

        assertThat(odd.markdown()).contains("a\\|b, \\<script\\>x").doesNotContain("<script>");
        assertThat(odd.html()).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void theFilesNameChoosesTheFormat(@TempDir Path folder) throws IOException {
        CARD.write(folder.resolve("card.html"));
        CARD.write(folder.resolve("card.md"));

        assertThat(Files.readString(folder.resolve("card.html"))).isEqualTo(CARD.html());
        assertThat(Files.readString(folder.resolve("card.md"))).isEqualTo(CARD.markdown());
    }
}
