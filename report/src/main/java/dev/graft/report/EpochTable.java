package dev.graft.report;

import dev.graft.result.Numbers;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.List;

/** The learning curves as numbers. */
final class EpochTable {
    private final List<EpochRecord> epochs;
    private final boolean phases;
    private final int best;
    private final boolean inference;

    private EpochTable(History history) {
        this.epochs = history.epochs();
        this.phases = history.phases().size() > 1;
        this.best = history.best().map(epochs::indexOf).orElse(-1);
        this.inference = history.hasTrainInference();
    }

    static String html(History history) {
        return new EpochTable(history).table();
    }

    private String table() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Epoch by epoch\">\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">Epoch</th>"
                + (phases ? "<th scope=\"col\">Phase</th>" : "") + "<th scope=\"col\">Train loss</th>"
                + "<th scope=\"col\">Validation loss</th><th scope=\"col\">Train accuracy</th>"
                + "<th scope=\"col\">Validation accuracy</th>"
                + (inference
                        ? "<th scope=\"col\">Train loss, inference</th><th scope=\"col\">Train accuracy, inference</th>"
                        : "")
                + "<th scope=\"col\">Learning rate</th>"
                + "<th scope=\"col\">Time</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < epochs.size(); i++) {
            out.append(row(i));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String row(int position) {
        EpochRecord e = epochs.get(position);
        return (position == best ? "<tr class=\"best\">" : "<tr>") + "<th scope=\"row\">" + e.epoch()
                + (position == best ? " (best)" : "") + "</th>"
                + (phases ? cell(String.valueOf(e.phase())) : "")
                + cell(Numbers.threeDigits(e.trainLoss())) + cell(Numbers.threeDigits(e.validationLoss()))
                + cell(Numbers.percent(e.trainAccuracy())) + cell(Numbers.percent(e.validationAccuracy()))
                + (inference
                        ? cell(Numbers.threeDigits(e.trainInferenceLoss()))
                                + cell(Numbers.percent(e.trainInferenceAccuracy()))
                        : "")
                + cell(Numbers.setting(e.learningRate())) + cell(Numbers.duration(e.seconds())) + "</tr>\n";
    }

    private static String cell(String text) {
        return "<td>" + Html.escape(text) + "</td>";
    }
}
