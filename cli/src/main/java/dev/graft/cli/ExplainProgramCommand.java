package dev.graft.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.cpu.WinogradNotes;
import dev.graft.engine.program.Explanation;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.model.TransferModel;
import dev.graft.settings.TrainingSettings;
import dev.graft.weights.BackboneWeights;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code explain-program}: what a compiled engine would run. */
@Command(
        name = "explain-program",
        mixinStandardHelpOptions = true,
        description = "Prints, instruction by instruction, what a compiled engine runs for a backbone with a head:"
                + " inference of the whole network, or the frozen part and the training step above it. Needs no"
                + " weights.")
final class ExplainProgramCommand implements Callable<Integer> {
    /** What is explained. */
    enum Work {
        INFERENCE,
        TRAINING
    }

    @Option(names = "--backbone", paramLabel = "ID", description = "Backbone (default: ${DEFAULT-VALUE}).")
    private String backbone = "efficientnet-b0";

    @Option(
            names = "--size",
            paramLabel = "PX",
            description = "Side of the square input (default: the backbone's own).")
    private @Nullable Integer size;

    @Option(names = "--classes", paramLabel = "N", description = "Number of classes (default: ${DEFAULT-VALUE}).")
    private int classes = 2;

    @Mixin
    private HeadOptions head;

    @Option(names = "--work", paramLabel = "KIND", description = "inference or training (default: inference).")
    private Work work = Work.INFERENCE;

    @Option(
            names = "--unfreeze",
            paramLabel = "N|LAYERS",
            description = "Layers of the backbone that learn: the last N, or others as in graft train (default:"
                    + " ${DEFAULT-VALUE}).")
    private String unfreeze = "0";

    @Option(
            names = "--batch-norm",
            paramLabel = "MODE",
            description =
                    "Unfrozen batch norms: inference keeps their statistics, keras updates them (default: inference).")
    private BatchNormMode batchNorm = BatchNormMode.INFERENCE;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Images of a batch; how the engine cpu computes convolutions may depend on it (default:"
                    + " ${DEFAULT-VALUE}).")
    private int batchSize = TrainingSettings.defaults().batchSize();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        TransferModel model = model(BackboneRegistry.load().get(backbone));
        if (work == Work.INFERENCE) {
            List<String> end = model.graph().getConfiguration().getNetworkOutputs();
            print(out, model, "Inference", Programs.inference(model.graph(), images(model), end));
        } else {
            explainTraining(out, model);
        }
        out.flush();
        return 0;
    }

    private TransferModel model(Backbone chosen) {
        TransferModel.Builder builder = TransferModel.on(chosen)
                .head(head.over(TrainingSettings.defaults().model().head()).head(chosen.spec()))
                .classes(IntStream.range(0, classes).mapToObj(c -> "class " + c).toList())
                .weights(new NoValues());
        return (size == null ? builder : builder.size(size)).build();
    }

    private void explainTraining(PrintWriter out, TransferModel model) {
        ComputationGraph graph = model.graph();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.parse(unfreeze).withBatchNorm(batchNorm));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Map<String, List<Integer>> cut = Lowering.dimensions(graph, images(model), prefix.cut());
        print(out, model, "Frozen, once an image", Programs.inference(graph, images(model), prefix.cut()));
        print(out, model, "Training step", Programs.training(graph, prefix, cut, freeze, model.headLayers()));
    }

    private static Map<String, List<Integer>> images(TransferModel model) {
        InputShape images = model.description().inputShape();
        String input = model.graph().getConfiguration().getNetworkInputs().get(0);
        return Map.of(input, List.of(images.channels(), images.height(), images.width()));
    }

    private void print(PrintWriter out, TransferModel model, String title, Program program) {
        int threads = EngineOptions.defaults().threads();
        WinogradNotes notes = new WinogradNotes(model.graph(), program, batchSize, threads);
        out.println(title + ":");
        Explanation.of(program, notes::of).forEach(line -> out.println("  " + line));
    }

    /** Leaves the parameters at 0: programs do not depend on them. */
    private static final class NoValues implements BackboneWeights {
        @Override
        public void loadInto(ComputationGraph graph, List<String> layers) {
            // Nothing is computed.
        }

        @Override
        public String describe() {
            return "none";
        }
    }
}
