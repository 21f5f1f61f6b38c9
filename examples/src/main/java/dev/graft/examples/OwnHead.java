package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.graph.LayerGraph;
import dev.graft.head.Head;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import java.nio.file.Path;

/** A head of one's own. Its model is saved and opened like any other. */
public final class OwnHead {
    private OwnHead() {}

    /** Each channel's mean and its maximum, side by side. */
    record TwoPoolings(double dropout) implements Head {
        @Override
        public String addTo(LayerGraph graph, String features, int classes) {
            String mean = graph.globalAveragePooling("head_mean", features);
            String maximum = graph.globalMaxPooling("head_maximum", features);
            String both = graph.concatenate("head_both", mean, maximum);
            String dropped = graph.dropout("head_dropout", both, dropout);
            return graph.softmaxOutput("head_output", dropped, classes);
        }

        @Override
        public String describe() {
            return "average and maximum pooling - dropout " + dropout + " - softmax";
        }
    }

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        Graft graft = Graft.create();
        try (TransferRun run = graft.transfer(graft.images(Path.of(args[0])))
                .weights("ifs1000")
                .size(64)
                .head(new TwoPoolings(0.2))
                .training(5, Optimizer.adam(1e-3), 0)
                .run()) {
            System.out.println("Head: " + run.model().headLayers());
            run.save(Path.of(args[1]));
        }
    }
}
