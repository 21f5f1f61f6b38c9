package dev.graft.report;

import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import java.util.List;

/** The files that took no part. */
final class UnreadableSection {
    private static final int SHOWN = 100;

    private UnreadableSection() {}

    /** Empty if every file was an image that could be read. */
    static String html(TrainingResult result) {
        return unreadable(result.unreadable()) + passedOver(result.passedOver());
    }

    private static String passedOver(List<PassedOver> kinds) {
        return kinds.isEmpty()
                ? ""
                : "<h3>Passed over</h3>\n<p>These lay among the images and are none.</p>\n"
                        + Html.list(
                                "passed-over",
                                kinds.stream().map(PassedOver::describe).toList());
    }

    private static String unreadable(List<UnreadableFile> files) {
        if (files.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h3>Files left out</h3>\n<p>"
                + Numbers.counted(files.size(), "file") + " could not be read as an image.</p>\n"
                + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Files left out\">\n<table>\n"
                + "<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Reason</th></tr></thead>\n<tbody>\n");
        files.stream()
                .limit(SHOWN)
                .forEach(file -> out.append("<tr><th scope=\"row\">" + Html.escape(file.name()) + "</th><td>"
                        + Html.escape(file.reason()) + "</td></tr>\n"));
        out.append("</tbody>\n</table>\n</div>\n");
        if (files.size() > SHOWN) {
            out.append("<p class=\"note\">… and " + Numbers.count(files.size() - SHOWN)
                    + " more, all of them in result.json.</p>\n");
        }
        return out.toString();
    }
}
