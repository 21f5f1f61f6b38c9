package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.freeze.FreezePolicy;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import dev.graft.train.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Any set of layers learns: chosen by a lambda, or by the notation that the command line and searches read. */
public final class OwnFreezePolicy {
    private static final String BACKBONE = "efficientnet-b0";
    private static final int SIZE = 64;

    private OwnFreezePolicy() {}

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        FreezePolicy depthwise = layers -> layers.stream()
                .filter(layer -> layer.kind().equals("DepthwiseConv2D"))
                .map(LayerInfo::name)
                .collect(Collectors.toSet());
        FreezePolicy top = FreezePolicy.parse("blocks(block7, top) and not normalizations");
        FreezePolicy both = depthwise.or(top);

        Graft graft = Graft.create();
        List<LayerInfo> layers = BackboneOutline.of(graft.backbones().get(BACKBONE), InputShape.square(SIZE))
                .layers();
        for (FreezePolicy policy : List.of(depthwise, top, both)) {
            System.out.println(policy.resolve(layers).describe());
        }
        try (TransferRun run = graft.transfer(graft.images(Path.of(args[0])))
                .backbone(BACKBONE)
                .weights("ifs1000")
                .size(SIZE)
                .headPhase(new Phase(FreezePolicy.allFrozen(), 5, Optimizer.adam(1e-3)))
                .fineTune(new Phase(both, 1, Optimizer.adam(1e-4)))
                .run()) {
            run.save(Path.of(args[1]));
        }
    }
}
