package dev.graft.report;

import dev.graft.result.ResultPictures;
import dev.graft.result.TrainingResult;

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
        TrainingPage page = new TrainingPage(result, pictures);
        return Html.of(JtereportGenerated::render, page);
    }
}
