package dev.graft.report;

import dev.graft.provenance.GraftVersion;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ResultPictures;
import dev.graft.result.SampleImage;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.train.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The report as one self-contained HTML page: charts, pictures and styles are inside, nothing is loaded from elsewhere.
 *
 * <p>It is about the test part if there is one, else about the validation part, and says so. Without {@link
 * TrainingResult#facts} it shows no numbers of parameters, and the epochs' times are added up.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * Draws the page. Equal input gives equal text.
     *
     * @param result what to report
     * @param pictures to choose from
     * @return the HTML text, to be stored as UTF-8
     * @throws dev.graft.error.GraftException if Chart.js is not on the class path
     */
    public static String render(TrainingResult result, ResultPictures pictures) {
        List<SampleImage> samples = pictures.samples();
        Verdict verdict = Verdict.of(result);
        ShownPart shown = ShownPart.of(result);
        Map<String, String> places = new HashMap<>();
        places.put("title", Html.escape(result.title()));
        places.put("verdict", Html.escape(verdict.sentence()));
        places.put("context", Html.escape(verdict.context()));
        places.put("part", shown.name());
        places.put("images", Numbers.counted(shown.evaluation().images(), shown.name() + " image"));
        places.put("positive", Html.escape(result.classNames().get(result.positiveClass())));
        places.put("auc", Numbers.ratio(shown.evaluation().rocAuc()));
        places.put("tiles", Tiles.html(result));
        places.put("findings", FindingsBox.html(result));
        // Two classes leave room for both curves beside the matrix.
        places.put("layout", result.classNames().size() == 2 ? "trio" : "pair");
        boolean many = ManyClasses.are(result.classNames());
        places.put("confusion", ConfusionTable.html(result) + (many ? confusionData(result, shown) : ""));
        places.put("figures", FigureTable.html(result) + ThresholdTable.html(result) + ClassTable.html(result));
        places.put("epochs", EpochTable.html(result.history()));
        places.put("best", best(result.history()));
        places.put("samples", WeakestSection.html(result, shown, samples) + samples(result, samples, shown));
        places.put("explanations", ExplanationSection.html(result.classNames(), pictures.explained(), shown.name()));
        places.put("augmentation", AugmentationSection.html(pictures.augmented()));
        places.put("split", SplitSection.html(result));
        places.put("unreadable", UnreadableSection.html(result));
        places.put("provenance", ProvenanceSection.html(result.provenance()));
        places.put("version", Html.escape(version()));
        places.put("style", Template.resource("report.css") + (many ? Template.resource("classes.css") : ""));
        places.put("data", Html.scriptSafe(ChartData.of(result).json()));
        places.put("chartjs", ChartLibrary.source());
        places.put(
                "script",
                Template.resource("charts.js")
                        + Template.resource("report.js")
                        + (many ? Template.resource("classes.js") : ""));
        return Template.load("report.html").fill(places);
    }

    /** What the script of the matrix searches. */
    private static String confusionData(TrainingResult result, ShownPart shown) {
        record Data(List<String> names, int[] cells) {}
        int[] cells = shown.evaluation().confusion().cells().stream()
                .flatMapToInt(cell -> IntStream.of(cell.actual(), cell.predicted(), cell.images()))
                .toArray();
        return "<script type=\"application/json\" id=\"confusion-data\">"
                + Html.scriptSafe(ChartData.json(new Data(result.classNames(), cells))) + "</script>\n";
    }

    private static String best(History history) {
        return history.best()
                .map(e -> "Best epoch: " + e.epoch()
                        + (history.phases().size() > 1 ? " of phase " + e.phase() : "")
                        + ", with a validation loss of " + Numbers.threeDigits(e.validationLoss()) + ".")
                .orElse("There was no validation loss to choose an epoch by.");
    }

    private static String samples(TrainingResult result, List<SampleImage> samples, ShownPart shown) {
        if (samples.isEmpty()) {
            return "";
        }
        return "<section aria-labelledby=\"samples\">\n<h2 id=\"samples\">Images</h2>\n<p class=\"lead\">From the "
                + shown.name() + " part. Each with the predicted class and the probability given to it.</p>\n"
                + SampleGrid.html(result.classNames(), samples) + "</section>\n";
    }

    static String version() {
        return GraftVersion.text();
    }
}
