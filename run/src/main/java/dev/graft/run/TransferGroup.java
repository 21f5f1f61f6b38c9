package dev.graft.run;

import dev.graft.error.GraftException;
import dev.graft.train.SharedResult;
import dev.graft.train.SharedTrainer;
import dev.graft.train.SharedTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several tasks on the same images, trained together. Each has the result that it would have alone; what their frozen layers
 * have in common is computed once, see {@link SharedTrainer}. Immutable.
 *
 * <pre>{@code
 * List<TransferTask> repeats = LongStream.range(1, 4)
 *         .mapToObj(seed -> graft.transfer(images).augment(policy).seed(seed).augmentationSeed(1))
 *         .toList();
 * List<TransferResult> results = TransferGroup.of(repeats).run();
 * }</pre>
 */
public final class TransferGroup {
    private final List<TransferTask> tasks;
    private final long memoryBytes;

    /** Is told how tasks end, in the thread that trains. */
    public interface Results {
        /**
         * One task is over.
         *
         * @param number its place in the list, from 0
         */
        void ended(int number, TransferResult result);
    }

    private TransferGroup(List<TransferTask> tasks, long memoryBytes) {
        this.tasks = List.copyOf(tasks);
        this.memoryBytes = memoryBytes;
    }

    /**
     * Puts tasks together.
     *
     * @param tasks at least one, of the same images, engine, feature cache and number of threads
     * @throws GraftException if they are not
     */
    public static TransferGroup of(List<TransferTask> tasks) {
        if (tasks.isEmpty()) {
            throw new GraftException("There are no tasks to train together. Give at least one.");
        }
        TrainingEnvironment first = tasks.get(0).environment();
        for (int i = 1; i < tasks.size(); i++) {
            if (!tasks.get(i).environment().fits(first)) {
                throw new GraftException(
                        "Task " + (i + 1) + " has other images, another engine, another feature cache or"
                                + " another number of threads than the first one. Tasks that are trained together must have"
                                + " these in common; put the others into a group of their own.");
            }
        }
        return new TransferGroup(tasks, SharedTrainer.defaultMemory());
    }

    /**
     * How much memory the parameters of tasks that go on at the same time may take, with gradients and optimizer state, in
     * bytes; half of the largest heap by default. Tasks that do not fit wait.
     */
    public TransferGroup memory(long bytes) {
        return new TransferGroup(tasks, bytes);
    }

    /**
     * Does all tasks.
     *
     * @return one per task, in their order
     * @throws GraftException if the thread is interrupted
     */
    public List<TransferResult> run() {
        TransferResult[] all = new TransferResult[tasks.size()];
        run((number, result) -> all[number] = result);
        return Arrays.asList(all);
    }

    /**
     * Does all tasks. One that fails does not stop the others.
     *
     * @param results is told about each as soon as it ends, so that models need not be kept; what it throws ends all
     * @throws GraftException if the thread is interrupted
     */
    public void run(Results results) {
        TrainingEnvironment with = tasks.get(0).environment();
        WeightsInCommon weights = new WeightsInCommon();
        List<Integer> numbers = new ArrayList<>();
        List<PreparedTask> prepared = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            try {
                prepared.add(tasks.get(i).prepare(weights));
                numbers.add(i);
            } catch (RuntimeException e) {
                results.ended(i, new TransferResult.Failed(e));
            }
        }
        List<SharedTraining> trainings =
                prepared.stream().map(PreparedTask::training).toList();
        new SharedTrainer(with.engine(), with.cache(), with.threads(), memoryBytes)
                .train(
                        with.images(),
                        trainings,
                        (number, result) -> results.ended(numbers.get(number), result(prepared.get(number), result)));
    }

    private static TransferResult result(PreparedTask task, SharedResult result) {
        if (result instanceof SharedResult.Finished finished) {
            try {
                return new TransferResult.Finished(task.finish().of(finished.model(), finished.outcome()));
            } catch (RuntimeException e) {
                finished.model().close();
                return new TransferResult.Failed(e);
            } catch (Error e) {
                finished.model().close();
                throw e;
            }
        }
        return new TransferResult.Failed(((SharedResult.Failed) result).cause());
    }
}
