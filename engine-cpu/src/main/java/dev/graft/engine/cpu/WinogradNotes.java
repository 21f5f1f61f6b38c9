package dev.graft.engine.cpu;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What the engine {@code cpu} will compute by Winograd's algorithm in single precision, without compiling it. */
public final class WinogradNotes {
    private static final String NOTE = "winograd";

    private final Winograd winograd;
    private final MapFormat format;
    private final int batch;
    private final Set<Value> constants;

    /**
     * Of a program.
     *
     * @param network the whole one
     * @param program of a part of it
     * @param batch images at once
     * @param threads of the engine
     */
    public WinogradNotes(ComputationGraph network, Program program, int batch, int threads) {
        boolean training = !program.gradients().isEmpty();
        this.winograd = Winograd.of(new Workers(new OpenMpThreads(threads)));
        this.format = training ? MapFormat.forTraining(network, winograd.isOn()) : MapFormat.forInference(network);
        this.batch = batch;
        // An inference knows no parameter that learns.
        this.constants = program.parameters().stream()
                .filter(parameter -> !training || parameter.role() == Parameter.Role.FIXED)
                .map(Parameter::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Says {@code winograd} if an instruction is computed so. */
    public Optional<String> of(Instruction instruction) {
        return winograd.shape(instruction, format, batch, constants::contains).map(shape -> NOTE);
    }
}
