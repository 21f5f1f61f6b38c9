package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.search.Axis;
import dev.graft.search.GridSearch;
import dev.graft.search.Ledger;
import dev.graft.search.ReferenceGrid;
import dev.graft.search.SearchData;
import dev.graft.search.SearchListener;
import dev.graft.search.SearchProgress;
import dev.graft.search.SearchReport;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.Trial;
import dev.graft.search.TrialState;
import java.nio.file.Path;
import java.util.List;

/** The reference experiment, smaller. Started again after an interruption it does what is left. */
public final class ReferenceExperiment {
    private ReferenceExperiment() {}

    /** @param args the images, the ledger's folder, and other values of axes, such as {@code backbone=vgg16,resnet50} */
    public static void main(String[] args) {
        Path ledger = Path.of(args[1]);
        SearchSpace space = ReferenceGrid.space().with(axes -> axes.sizes(96).learningRates(1e-4));
        for (String change : List.of(args).subList(2, args.length)) {
            String[] axis = change.split("=", 2);
            List<String> values = List.of(axis[1].split(","));
            space = space.with(axes -> axes.axis(Axis.byId(axis[0]), values));
        }

        Graft graft = Graft.create();
        SearchData data = SearchData.of(graft.images(Path.of(args[0]))); // one split for all trainings
        GridSearch search = graft.search(data, ledger).space(space).listener(new Lines());
        System.out.println(search.trials().size() + " trainings");
        SearchResult result = search.run(ledger);

        SearchReport.of(Ledger.read(ledger)).write(result);
        result.winner()
                .ifPresent(winner -> System.out.println("Best: "
                        + Axis.BACKBONE.of(
                                winner.repeats().get(0).trial().cells().get(0))
                        + ", mean accuracy on the validation part " + winner.mean()));
        System.out.println("Look at " + ledger.resolve("report.html"));
    }

    private static final class Lines implements SearchListener {
        @Override
        public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
            System.out.println(progress.done() + " of " + progress.trials() + ": " + state.status());
        }
    }
}
