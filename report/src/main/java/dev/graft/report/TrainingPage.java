package dev.graft.report;

import dev.graft.diagnosis.Diagnosis;
import dev.graft.provenance.GraftVersion;
import dev.graft.result.Finding;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ResultPictures;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.List;

/**
 * What {@code report.jte} shows.
 *
 * @param pictures to choose from
 */
record TrainingPage(TrainingResult result, ResultPictures pictures) {
    String title() {
        return result.title();
    }

    Verdict verdict() {
        return Verdict.of(result);
    }

    List<Tile> tiles() {
        return Tiles.of(result);
    }

    List<String> findings() {
        return result.findings().stream().map(Finding::sentence).toList();
    }

    String allClear() {
        return allClear("");
    }

    /** What was looked for without a find, and more than trainings are examined for. */
    static String allClear(String more) {
        return "Looked for: " + more + String.join(", ", Diagnosis.lookedFor()) + ".";
    }

    String bestEpoch() {
        return result.history()
                .best()
                .map(e -> "Best epoch: " + e.epoch()
                        + (result.history().phases().size() > 1 ? " of phase " + e.phase() : "")
                        + ", with a validation loss of " + Numbers.threeDigits(e.validationLoss()) + ".")
                .orElse("There was no validation loss to choose an epoch by.");
    }

    Table epochs() {
        return EpochTable.of(result.history());
    }

    private ShownPart shown() {
        return ShownPart.of(result);
    }

    /** The part that the page is about. */
    String part() {
        return shown().name();
    }

    String images() {
        return Numbers.counted(shown().evaluation().images(), part() + " image");
    }

    boolean twoClasses() {
        return result.classNames().size() == 2;
    }

    boolean manyClasses() {
        return ManyClasses.are(result.classNames());
    }

    Confusion confusion() {
        return Confusion.of(result);
    }

    String positive() {
        return result.classNames().get(result.positiveClass());
    }

    String area() {
        return Numbers.ratio(shown().evaluation().rocAuc());
    }

    FigureTables figures() {
        return new FigureTables(result);
    }

    private Samples samples() {
        return new Samples(result.classNames(), pictures.samples());
    }

    WeakestClasses weakest() {
        return new WeakestClasses(result.classNames(), shown().evaluation(), samples());
    }

    List<Samples.Group> sampleGroups() {
        return samples().groups();
    }

    List<List<Picture>> explanations() {
        return pictures.explained().stream()
                .map(image -> Picture.of(image, result.classNames()))
                .toList();
    }

    List<List<Picture>> augmented() {
        return pictures.augmented().stream().map(Picture::of).toList();
    }

    DataSection data() {
        return new DataSection(result);
    }

    List<Table> provenance() {
        return ProvenanceTables.of(result.provenance());
    }

    String version() {
        return GraftVersion.text();
    }

    String style() {
        return style(result.classNames());
    }

    /** That of a page with matrices of these classes. */
    static String style(List<String> classNames) {
        return ManyClasses.are(classNames) ? Html.resources("report.css", "classes.css") : Html.resources("report.css");
    }

    String chartData() {
        return Html.json(ChartData.of(result));
    }

    String chartLibrary() {
        return ChartLibrary.source();
    }

    String script() {
        return manyClasses()
                ? Html.resources("charts.js", "report.js", "classes.js")
                : Html.resources("charts.js", "report.js");
    }
}
