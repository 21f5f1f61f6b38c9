package dev.graft.engine.compiled;

import dev.graft.engine.ResumableTraining;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;

/**
 * A training by compiled plans, one for each shape of batches that comes, and others for the evaluation between steps.
 *
 * @param <P> an engine's plan
 */
public abstract class CompiledTraining<P extends CompiledPlan> extends ResumableTraining {
    private final TrainingTask task;
    private final Plans<Shapes, P> steps = new Plans<>();
    private final Plans<Shapes, P> evaluations = new Plans<>();

    /**
     * @param engine id of the engine
     * @param task what is trained
     * @param learningRate the first
     */
    protected CompiledTraining(String engine, TrainingTask task, double learningRate) {
        super(engine, learningRate);
        this.task = task;
    }

    /** Makes a program runnable. */
    protected abstract P compile(Program program, Shapes shapes);

    /** What is trained. */
    protected final TrainingTask task() {
        return task;
    }

    /** Computes loss and gradients of a batch. */
    protected final P stepPlan(Shapes cut) {
        return steps.get(cut, shapes -> {
            Program program = Programs.training(
                    task.network(), task.prefix(), shapes.by(task.prefix().cut()), task.freeze(), task.head());
            return compile(program, shapes);
        });
    }

    /** Computes probabilities in inference mode. */
    protected final P evaluationPlan(Shapes cut) {
        return evaluations.get(cut, shapes -> {
            Program program = Programs.evaluation(
                    task.network(), task.prefix(), shapes.by(task.prefix().cut()), task.freeze(), task.head());
            return compile(program, shapes);
        });
    }

    @Override
    protected void release() {
        steps.close();
        evaluations.close();
    }
}
