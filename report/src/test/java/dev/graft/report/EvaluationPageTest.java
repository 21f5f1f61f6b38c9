package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationPageTest {
    private static final ExternalEvaluation EVALUATION = EvaluationFixture.evaluation("scan", 2);

    @TempDir
    Path folder;

    private static String text(String page) {
        return page.replaceAll("(?s)<(style|script).*?</\\1>", "")
                .replaceAll("<[^>]+>", " ")
                .replace("\u00a0", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void thePageShowsTheNumbers() {
        String page = text(EvaluationFixture.page(EVALUATION));

        assertThat(page)
                .contains(Numbers.percent(EVALUATION.main().evaluation().accuracy())
                        + " of 40 groups were classified correctly")
                .contains("Figure By group By image Without known images Meaning")
                .contains("ROC-AUC (DeLong) "
                        + Numbers.ratio(EVALUATION.main().area().area()))
                .contains("Brier score "
                        + Numbers.threeDigits(EVALUATION.main().evaluation().value(Metric.BRIER)))
                .contains("Slope "
                        + EvaluationPage.signed(
                                EVALUATION.main().recalibration().slope().value(), false))
                .contains("Prevalence Called “scan0” and is (PPV)")
                .contains("p, adjusted", "Unknown for 3 images.", "Against scan")
                .contains(
                        "CLAIM, TRIPOD+AI 120 images of 40 groups",
                        "1 unreadable file left out; group of 2 images unknown")
                .contains("contrast 40 ± 5, training images 50 ± 5");
    }

    @Test
    void itIsWrittenBesideTheNumbers() throws IOException {
        Path saved = EVALUATION.save(folder.resolve("evaluation"));

        assertThat(Files.readString(saved.resolve(PageWriter.REPORT))).isEqualTo(EvaluationFixture.page(EVALUATION));
        assertThat(saved.resolve("evaluation.json")).exists();
        assertThat(saved.resolve("predictions.csv")).exists();
    }

    /** On a telephone, too, only tables may be wider than the screen, each in a frame of its own. */
    @Test
    void chartsAreDrawnAndNothingIsWiderThanTheScreen() throws IOException, InterruptedException {
        HeadlessChromium.Visit visit = HeadlessChromium.orSkip()
                .visit(
                        EvaluationFixture.page(EVALUATION),
                        "return {charts: Object.values(Chart.instances).map(c => c.data.datasets[0].data.length),"
                                + " wide: document.documentElement.scrollWidth - document.documentElement.clientWidth};",
                        390,
                        folder);

        JsonNode seen = visit.seen();
        assertThat(visit.complaints()).isEmpty();
        assertThat(seen.path("charts"))
                .hasSize(3)
                .allSatisfy(points -> assertThat(points.asInt()).isGreaterThan(3));
        assertThat(seen.path("charts").get(2).asInt()).isEqualTo(99);
        assertThat(seen.path("wide").asInt()).isZero();
    }
}
