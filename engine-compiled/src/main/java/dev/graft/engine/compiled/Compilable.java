package dev.graft.engine.compiled;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Programs;
import dev.graft.engine.program.UnsupportedVertexException;
import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether programs express a network, known before anything is computed. */
public final class Compilable {
    private static final Logger log = LoggerFactory.getLogger(Compilable.class);

    private Compilable() {}

    /**
     * The engine itself if it can compile all that will be asked for, else the reference engine; one line of the log says
     * so then.
     *
     * @param engine compiles
     * @param options its own
     * @throws GraftException if the network cannot be compiled and the precision is not single: the reference has no other
     */
    public static EngineChoice choose(
            Engine engine,
            EngineOptions options,
            ComputationGraph network,
            InputShape images,
            List<TrainedPart> trainings) {
        try {
            check(network, images, trainings);
            return EngineChoice.of(engine);
        } catch (UnsupportedVertexException e) {
            if (options.precision() != Precision.F32) {
                throw new GraftException(
                        "Layer '" + e.vertex() + "' cannot be compiled: " + e.reason() + ". Only the engine dl4j runs"
                                + " this network, and it computes in " + Precision.F32 + ", not in "
                                + options.precision() + ". Choose " + Precision.F32 + ".",
                        e);
            }
            log.info(
                    "Layer '{}' cannot be compiled: {}. The engine dl4j computes this network, all of it.",
                    e.vertex(),
                    e.reason());
            return new EngineChoice(
                    new Dl4jEngine(new EngineOptions(options.threads())),
                    Optional.of(new EngineChoice.Fallback(engine.id(), e.vertex(), e.reason())));
        }
    }

    /**
     * Lowers all that will be asked for.
     *
     * @param trainings none for inference alone
     * @throws UnsupportedVertexException if something cannot be expressed
     */
    private static void check(ComputationGraph network, InputShape images, List<TrainedPart> trainings) {
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
