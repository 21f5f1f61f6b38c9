package dev.graft.report;

import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/** The learning curves as numbers. */
final class EpochTable {
    private EpochTable() {}

    static String html(TrainingResult result) {
        List<EpochRecord> epochs = result.history().epochs();
        Optional<EpochRecord> best = result.history().best();
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Epoch by epoch\">\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">Epoch</th>"
                + "<th scope=\"col\">Train loss</th><th scope=\"col\">Validation loss</th>"
                + "<th scope=\"col\">Train accuracy</th><th scope=\"col\">Validation accuracy</th>"
                + "<th scope=\"col\">Learning rate</th><th scope=\"col\">Time</th></tr></thead>\n<tbody>\n");
        epochs.forEach(e -> out.append(row(e, best.isPresent() && best.get().equals(e))));
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private static String row(EpochRecord e, boolean best) {
        return (best ? "<tr class=\"best\">" : "<tr>") + "<th scope=\"row\">" + e.epoch() + (best ? " (best)" : "")
                + "</th>" + cell(Numbers.threeDigits(e.trainLoss())) + cell(Numbers.threeDigits(e.validationLoss()))
                + cell(Numbers.percent(e.trainAccuracy())) + cell(Numbers.percent(e.validationAccuracy()))
                + cell(Numbers.setting(e.learningRate())) + cell(Numbers.duration(e.seconds())) + "</tr>\n";
    }

    private static String cell(String text) {
        return "<td>" + Html.escape(text) + "</td>";
    }
}
