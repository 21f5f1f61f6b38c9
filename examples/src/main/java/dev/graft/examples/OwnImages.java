package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.freeze.FreezePolicy;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import dev.graft.train.Phase;
import java.nio.file.Path;
import java.util.Locale;

/** From a folder of images, with one folder for each class, to a model and a report: first the head, then fine-tuning. */
public final class OwnImages {
    private OwnImages() {}

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        Graft graft = Graft.create();
        try (TransferRun run = graft.transfer(graft.images(Path.of(args[0])))
                .weights("ifs1000") // in the jar; without this line ImageNet's are downloaded once
                .size(64) // pixels; without this line the backbone's own
                .headPhase(new Phase(FreezePolicy.allFrozen(), 5, Optimizer.adam(1e-3)))
                .fineTune(new Phase(FreezePolicy.lastLayers(20), 2, Optimizer.adam(1e-4)))
                .run()) {
            Path result = run.save(Path.of(args[1]));
            Evaluation test = run.result().test().orElseThrow(); // nothing was chosen by these images
            System.out.printf(
                    Locale.ROOT,
                    "Accuracy %.2f (%.2f to %.2f) on %d images%n",
                    test.accuracy(),
                    test.interval(Metric.ACCURACY).low(),
                    test.interval(Metric.ACCURACY).high(),
                    test.images());
            System.out.println("Look at " + result.resolve("report.html"));
        }
    }
}
