package dev.graft.report;

import dev.graft.result.LearningRateFiles;
import dev.graft.schedule.LearningRateCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A learning-rate range test as one page: the curve and what it suggests. */
final class LearningRatePage {
    private LearningRatePage() {}

    static String html(LearningRateCurve curve) {
        List<List<Double>> points = new ArrayList<>();
        curve.points().forEach(p -> points.add(List.of(p.rate(), p.loss(), p.smoothed())));
        return Template.load("learning-rate.html")
                .fill(Map.of(
                        "suggestion",
                        Html.escape(LearningRateFiles.suggestion(curve)),
                        "library",
                        ChartLibrary.source(),
                        "points",
                        ChartData.json(points)));
    }
}
