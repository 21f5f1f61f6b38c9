package dev.graft.report;

import dev.graft.metrics.FigureIntervals;
import dev.graft.result.Numbers;

/** How intervals were found, in words. */
final class IntervalNote {
    private IntervalNote() {}

    /** One sentence. */
    static String of(FigureIntervals intervals) {
        String resamples = Numbers.count(intervals.resamples()) + " resamples";
        if (intervals.byGroup()) {
            return "Found from " + resamples + " of the " + Numbers.counted(intervals.units(), "group")
                    + " (percentile bootstrap), for images of one group resemble each other.";
        }
        return intervals.resamples() == 0
                ? "Wilson's, of plain shares alone."
                : "Wilson's for plain shares, else from " + resamples
                        + " of the images (percentile bootstrap). Images that belong together would make them wider.";
    }
}
