package dev.graft.engine.cuda.replay;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.PlanFile;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.MixedBackbone;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the workloads of {@code benchmarks/gpu}: small networks with every operation, and the backbones at their own sizes, of
 * which all layers learn, or the last 20, with what is frozen below those. Its argument is a folder.
 */
public final class WriteWorkloads {
    private static final int BATCH = 32;
    private static final int LAST = 20;
    private static final List<ElementType> TYPES = List.of(ElementType.BF16, ElementType.F32);

    private final Path folder;

    private WriteWorkloads(Path folder) {
        this.folder = folder;
    }

    /** @param words the folder */
    public static void main(String[] words) throws IOException {
        new WriteWorkloads(Files.createDirectories(Path.of(words[0]))).all();
    }

    private void all() {
        small("small-tiny", new TinyBackbone(0.4), 32);
        small("small-mixed", new MixedBackbone(), 26);
        small("middle-b0-of-64-px", new EfficientNetB0(), 64);
        List.of(new Vgg19(), new ResNet50(), new InceptionV3(), new EfficientNetB0())
                .forEach(this::whole);
    }

    private static TransferModel model(Backbone backbone, int size) {
        return TransferModel.on(backbone).classes(List.of("a", "b")).size(size).build();
    }

    private static ResolvedFreeze everything(TransferModel model) {
        return model.resolve(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.KERAS));
    }

    private void small(String name, Backbone backbone, int size) {
        try (TransferModel model = model(backbone, size)) {
            for (ElementType type : TYPES) {
                write(Workloads.training(named(name, type), model, everything(model), type, 4));
            }
        }
    }

    private void whole(Backbone backbone) {
        String name = backbone.spec().id();
        try (TransferModel model = model(backbone, backbone.spec().defaultSize())) {
            ResolvedFreeze last = model.resolve(FreezePolicy.lastLayers(LAST));
            for (ElementType type : TYPES) {
                write(Workloads.training(named("all-" + name, type), model, everything(model), type, BATCH));
                write(Workloads.training(named("last-" + name, type), model, last, type, BATCH));
                write(Workloads.frozen(named("frozen-" + name, type), model, last, type, BATCH));
            }
        }
    }

    private static String named(String name, ElementType type) {
        return name + "-" + type.name().toLowerCase(Locale.ROOT);
    }

    private void write(Workload workload) {
        PlanFile.write(folder.resolve(workload.name() + ".json"), workload);
        System.out.println(workload.name() + ": " + workload.plan().steps().size() + " commands, "
                + workload.plan().bytes() / 1_000_000 + " MB");
    }
}
