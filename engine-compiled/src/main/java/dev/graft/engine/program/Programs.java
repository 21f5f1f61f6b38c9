package dev.graft.engine.program;

import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The programs that engines run: lowered and improved. */
public final class Programs {
    /** In this order: scales are merged before they are folded, and folded before activations are fused. */
    private static final List<UnaryOperator<Program>> FORWARD = List.of(
            SeparateOutputs::apply,
            new MergePass(new ScaleMerging()),
            new MergePass(new ScaleFolding()),
            PaddingFolding::apply,
            new MergePass(new NormalizationFusion()),
            new MergePass(new PostOperationFusion()),
            new MergePass(new ReshapeFolding()),
            DeadCode::apply);

    private Programs() {}

    /** See {@link Lowering#inference}. */
    public static Program inference(ComputationGraph graph, Map<String, List<Integer>> from, List<String> to) {
        return improved(Lowering.inference(graph, from, to));
    }

    /** See {@link Lowering#training}; with the backward pass. */
    public static Program training(
            ComputationGraph graph,
            FrozenPrefix prefix,
            Map<String, List<Integer>> cut,
            ResolvedFreeze freeze,
            List<String> head) {
        Program forward = improved(Lowering.training(graph, prefix, cut, freeze, head));
        return DeadCode.apply(Differentiation.of(forward));
    }

    /** See {@link Lowering#evaluation}. */
    public static Program evaluation(
            ComputationGraph graph,
            FrozenPrefix prefix,
            Map<String, List<Integer>> cut,
            ResolvedFreeze freeze,
            List<String> head) {
        return improved(Lowering.evaluation(graph, prefix, cut, freeze, head));
    }

    /** A forward program that computes the same with fewer instructions. */
    public static Program improved(Program forward) {
        Program program = forward;
        for (UnaryOperator<Program> pass : FORWARD) {
            program = pass.apply(program);
        }
        return program;
    }
}
