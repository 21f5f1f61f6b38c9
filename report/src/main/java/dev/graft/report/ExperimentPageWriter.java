package dev.graft.report;

import dev.graft.result.ResultPictures;
import dev.graft.search.Experiment;
import dev.graft.search.ExperimentWriter;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import dev.graft.search.TrialStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes an experiment's page, and one for the best trial of each backbone unless it has one. */
public final class ExperimentPageWriter implements ExperimentWriter {
    @Override
    public void write(Experiment experiment, Path directory) {
        for (Experiment.Winner winner : experiment.winners()) {
            Trial trial = experiment.chosen(winner).trial();
            // A trial that can go on would outgrow its page.
            if (experiment.state(trial).status() == TrialStatus.DONE && !Files.exists(page(trial, directory))) {
                PageWriter.write(HtmlReport.render(winner.result(), ResultPictures.NONE), page(trial, directory));
            }
        }
        Set<TrialAddress> pages = experiment.result().trials().stream()
                .filter(trial -> Files.exists(page(trial, directory)))
                .map(Trial::address)
                .collect(Collectors.toSet());
        PageWriter.write(ExperimentReport.render(experiment, pages), directory.resolve(PageWriter.REPORT));
    }

    private static Path page(Trial trial, Path directory) {
        return directory.resolve(Experiment.folder(trial)).resolve(PageWriter.REPORT);
    }
}
