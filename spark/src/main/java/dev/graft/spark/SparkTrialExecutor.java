package dev.graft.spark;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.result.ResultFiles;
import dev.graft.search.ClusterOptions;
import dev.graft.search.ExecutorGoneException;
import dev.graft.search.PackedSearchData;
import dev.graft.search.SearchData;
import dev.graft.search.SearchTools;
import dev.graft.search.Trial;
import dev.graft.search.TrialArrangement;
import dev.graft.search.TrialExecutor;
import dev.graft.search.TrialGroup;
import dev.graft.search.TrialJob;
import dev.graft.search.TrialJson;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs trials on a Spark cluster. A group of trials that share frozen layers is a job of one task; {@code spark.task.cpus} are
 * its engine's threads. The driver plans, keeps the ledger and is told of every epoch; it holds no image and no network.
 *
 * <p>Images, the ledger, and weights that are files lie on storage that the driver and all executors see under one path. All
 * executors must describe their engine alike. When an executor is lost, its trials go on from their last checkpoints on
 * another one, with the same numbers; what it still computes nobody takes.
 *
 * <pre>{@code
 * SparkConf conf = SparkTrialExecutor.configured(new SparkConf().setAppName("grid"));
 * try (JavaSparkContext spark = new JavaSparkContext(conf)) {
 *     TrialExecutor executor = new SparkTrialExecutor(spark, tools, ClusterOptions.defaults());
 *     SearchResult result = new GridSearch(tools, executor, data).space(space).run(Path.of("/shared/ledger"));
 * }
 * }</pre>
 */
public final class SparkTrialExecutor implements TrialExecutor {
    private static final Logger log = LoggerFactory.getLogger(SparkTrialExecutor.class);
    private static final String PLUGINS = "spark.plugins";
    private static final String SPECULATION = "spark.speculation";

    /** How often a group may come to an executor that computes otherwise, while that one is sent away. */
    private static final int REFUSALS = 10;

    private final JavaSparkContext spark;
    private final SearchTools tools;
    private final TaskSetup setup;
    private final int slots;
    private final String engine;
    private final TrialArrangement arrangement;
    private final TrialJson json = new TrialJson();
    private final Map<SearchData, Broadcast<PackedSearchData>> sent = new IdentityHashMap<>();

    /**
     * Asks all executors of a cluster what they compute with.
     *
     * @param spark of a configuration that {@link #configured} made, or that says the same
     * @param tools where names are looked up on the driver
     * @throws GraftException if the executors compute with different engines, if Spark may run a task twice at a time, or if it
     *     was started without {@link TrialPlugin}
     */
    public SparkTrialExecutor(JavaSparkContext spark, SearchTools tools, ClusterOptions options) {
        this.spark = spark;
        this.tools = tools;
        SparkConf conf = spark.getConf();
        require(conf);
        int threads = conf.getInt("spark.task.cpus", 1);
        int room = Math.max(1, conf.getInt("spark.executor.cores", threads) / threads);
        this.setup = TaskSetup.of(options, threads, room);
        this.engine = new EngineSurvey(spark, setup).engine();
        this.slots = options.slots().orElseGet(() -> Math.max(1, spark.defaultParallelism() / threads));
        this.arrangement = new TrialArrangement(tools.backbones());
    }

    /** Adds what a search needs of Spark. */
    public static SparkConf configured(SparkConf conf) {
        String plugins = conf.get(PLUGINS, "");
        String own = TrialPlugin.class.getName();
        if (!List.of(plugins.split(",")).contains(own)) {
            conf.set(PLUGINS, plugins.isEmpty() ? own : plugins + "," + own);
        }
        return conf;
    }

    private static void require(SparkConf conf) {
        if (conf.getBoolean(SPECULATION, false)) {
            throw new GraftException(
                    "Found " + SPECULATION + "=true, with which Spark trains a slow trial twice. Expected"
                            + " false: a trial that is lost goes on elsewhere anyway.");
        }
        if (!List.of(conf.get(PLUGINS, "").split(",")).contains(TrialPlugin.class.getName())) {
            throw new GraftException("Found " + PLUGINS + "=" + conf.get(PLUGINS, "") + ", expected "
                    + TrialPlugin.class.getName() + " among them. Make the configuration with"
                    + " SparkTrialExecutor.configured before Spark starts.");
        }
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public int slots() {
        return slots;
    }

    /** As {@link TrialArrangement} does, in groups so small that all slots have work. */
    @Override
    public List<TrialGroup> arrange(List<Trial> trials) {
        int share = (trials.size() + slots - 1) / slots;
        return arrangement.groups(trials, Math.max(1, Math.min(TrialArrangement.MOST_TOGETHER, share)));
    }

    /** Makes sure that weights can be had at all; executors get them for themselves. */
    @Override
    public void prepare(List<Trial> trials) {
        tools.prepare(trials);
    }

    @Override
    public void run(List<TrialJob> together) {
        for (int refused = 0; refused < REFUSALS; refused++) {
            GroupAnswer answer = new GroupRun(together, UUID.randomUUID().toString()).run();
            if (answer instanceof GroupAnswer.Blind blind) {
                throw new ExecutorGoneException(blind.what(), new IllegalStateException("not shared"));
            }
            if (!(answer instanceof GroupAnswer.Unlike unlike)) {
                return;
            }
            sendAway(unlike);
        }
        throw new ExecutorGoneException(
                "Trials came to executors that compute with other engines than \"" + engine
                        + "\" again and again. Give the" + " search executors of one kind.",
                new IllegalStateException("unlike executors"));
    }

    /** A worker that came later may be of another kind. */
    private void sendAway(GroupAnswer.Unlike unlike) {
        log.warn(
                "The executor {} on {} computes with \"{}\" instead of \"{}\", so its numbers could not be compared. It is sent"
                        + " away.",
                unlike.executor(),
                unlike.host(),
                unlike.engine(),
                engine);
        spark.sc().killExecutor(unlike.executor());
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private static GraftException interrupted(InterruptedException cause) {
        return new GraftException("The search was interrupted while trials ran on the cluster.", cause);
    }

    private synchronized Broadcast<PackedSearchData> sent(SearchData data) {
        return sent.computeIfAbsent(data, key -> spark.broadcast(PackedSearchData.of(key)));
    }

    /** One attempt to run a group. */
    private final class GroupRun {
        private final Map<String, TrialJob> waiting = new HashMap<>();
        private final List<TrialJob> all;
        private final String token;

        GroupRun(List<TrialJob> together, String token) {
            this.all = together;
            this.token = token;
            together.forEach(job -> waiting.put(job.trial().address().sha256(), job));
        }

        GroupAnswer run() {
            try (GroupDesk desk = GroupDesk.open(token, all.get(0).deadline())) {
                return await(submitted(), desk);
            } finally {
                spark.clearJobGroup();
            }
        }

        private JavaFutureAction<List<GroupAnswer>> submitted() {
            List<TrialWork> work = all.stream()
                    .map(job -> new TrialWork(
                            json.write(job.trial()),
                            job.folder().toAbsolutePath().toString(),
                            job.checkpoint().toAbsolutePath().toString(),
                            job.epochLimit().orElse(0)))
                    .toList();
            GroupTask task = new GroupTask(setup, sent(all.get(0).data()), token, engine, work);
            // A task that is cancelled is interrupted.
            spark.setJobGroup(token, all.size() + " trials", true);
            return spark.parallelize(List.of(0), 1).map(task).collectAsync();
        }

        private GroupAnswer await(JavaFutureAction<List<GroupAnswer>> job, GroupDesk desk) {
            try {
                while (!job.isDone()) {
                    hear(desk, 100);
                }
                while (hear(desk, 0)) {
                    // What came before the end.
                }
                return ended(job.get().get(0));
            } catch (InterruptedException e) {
                job.cancel(true);
                Thread.currentThread().interrupt();
                throw interrupted(e);
            } catch (ExecutionException e) {
                return broken(e.getCause() == null ? e : e.getCause());
            }
        }

        private boolean hear(GroupDesk desk, long milliseconds) throws InterruptedException {
            TrialMessage message = desk.next(milliseconds);
            if (message == null) {
                return false;
            }
            TrialJob job = waiting.get(message.address());
            if (job == null) {
                return true;
            }
            if (message instanceof TrialMessage.Began began) {
                job.listener().trainingStarted(began.before());
            } else if (message instanceof TrialMessage.Epoch epoch) {
                job.listener().epochFinished(epoch.phase(), epoch.epoch(), epoch.best());
            } else {
                report(((TrialMessage.Ended) message).outcome());
            }
            return true;
        }

        private GroupAnswer ended(GroupAnswer answer) {
            if (answer instanceof GroupAnswer.Ran ran) {
                ran.undelivered().stream()
                        .filter(outcome -> waiting.containsKey(outcome.address()))
                        .forEach(this::report);
            } else if (answer instanceof GroupAnswer.Lost) {
                lost(new GraftException("The executor that ran it went away. It goes on from its last checkpoint."));
            }
            return answer;
        }

        private GroupAnswer broken(Throwable cause) {
            if (spark.sc().isStopped()) {
                throw new ExecutorGoneException(
                        "Spark has stopped (" + cause.getMessage()
                                + "). What is done lies in the ledger; start the search again to go on.",
                        cause);
            }
            lost(new GraftException("Spark could not run it: " + cause.getMessage(), cause));
            return new GroupAnswer.Lost();
        }

        private void lost(GraftException cause) {
            List.copyOf(waiting.values()).forEach(job -> job.report().lost(cause));
            waiting.clear();
        }

        private void report(TrialOutcome outcome) {
            TrialJob job = Lookup.in(waiting, outcome.address(), "trial");
            waiting.remove(outcome.address());
            if (outcome instanceof TrialOutcome.Finished finished) {
                job.report().finished(ResultFiles.decode(finished.result()));
            } else if (outcome instanceof TrialOutcome.Paused paused) {
                AttemptFolder.of(job.checkpoint(), token).adopt();
                job.report().paused(ResultFiles.decode(paused.result()));
            } else {
                job.report().failed(((TrialOutcome.Failed) outcome).error().exception());
            }
        }
    }
}
