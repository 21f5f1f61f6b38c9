package dev.graft.engine.cpu;

import dev.graft.engine.TrainedPart;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Programs;
import dev.graft.graph.InputShape;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Whether programs express a network, known before anything is computed. */
final class Compilable {
    private Compilable() {}

    /**
     * Lowers all that will be asked for.
     *
     * @param trainings none for inference alone
     * @throws dev.graft.engine.program.UnsupportedVertexException if something cannot be expressed
     */
    static void check(ComputationGraph network, InputShape images, List<TrainedPart> trainings) {
        Map<String, List<Integer>> inputs = Map.of(
                network.getConfiguration().getNetworkInputs().get(0),
                List.of(images.channels(), images.height(), images.width()));
        Programs.inference(network, inputs, network.getConfiguration().getNetworkOutputs());
        for (TrainedPart part : trainings) {
            Map<String, List<Integer>> cut =
                    Lowering.dimensions(network, inputs, part.prefix().cut());
            Programs.training(network, part.prefix(), cut, part.freeze(), part.head());
            Programs.evaluation(network, part.prefix(), cut, part.freeze(), part.head());
        }
    }
}
