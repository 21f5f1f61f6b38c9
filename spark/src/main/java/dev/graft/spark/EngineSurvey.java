package dev.graft.spark;

import dev.graft.error.GraftException;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Asks all executors what they compute with: numbers of different processors cannot be compared. */
record EngineSurvey(JavaSparkContext spark, TaskSetup setup) {
    /** A task that is over at once could be all that an executor has to do; others would not be asked. */
    private static final long TASK_MILLIS = 200;

    private static final int ROUNDS = 20;

    /** What an executor said. */
    record Answer(String executor, String host, String engine) implements Serializable {}

    private record Question(TaskSetup setup) implements Function<Integer, Answer> {
        @Override
        public Answer call(Integer ignored) throws InterruptedException {
            String engine = setup.engine(ExecutorTrials.device()).describe();
            Thread.sleep(TASK_MILLIS);
            return new Answer(SparkEnv.get().executorId(), ExecutorTrials.host(), engine);
        }
    }

    /**
     * Asks until all that are there have answered.
     *
     * @return what all of them compute with
     * @throws GraftException if they differ; says who is what
     */
    String engine() {
        Map<String, Answer> answers = new TreeMap<>();
        for (int round = 0; round < ROUNDS && (answers.isEmpty() || answers.size() < executors()); round++) {
            int tasks = 2 * Math.max(1, spark.defaultParallelism());
            spark.parallelize(Collections.nCopies(tasks, 0), tasks)
                    .map(new Question(setup))
                    .collect()
                    .forEach(answer -> answers.put(answer.executor(), answer));
        }
        return common(List.copyOf(answers.values()));
    }

    /** With the driver, which computes in local mode alone. */
    private int executors() {
        return Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
    }

    static String common(List<Answer> answers) {
        Map<String, List<String>> byEngine = answers.stream()
                .collect(Collectors.groupingBy(
                        Answer::engine,
                        TreeMap::new,
                        Collectors.mapping(answer -> answer.executor() + " on " + answer.host(), Collectors.toList())));
        if (byEngine.size() != 1) {
            String who = byEngine.entrySet().stream()
                    .map(engine -> "\"" + engine.getKey() + "\" on executors " + String.join(", ", engine.getValue()))
                    .collect(Collectors.joining("; "));
            throw new GraftException(
                    "The executors compute with different engines, so that trials could not be compared: " + who
                            + ". Give the search executors of one kind, or name an engine that they have in common.");
        }
        return byEngine.keySet().iterator().next();
    }
}
