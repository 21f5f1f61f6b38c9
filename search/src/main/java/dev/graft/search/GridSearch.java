package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Runs the trials of a search space, each training once, and keeps them in a ledger:
 *
 * <pre>{@code
 * SearchResult result = new GridSearch(tools, executor, SearchData.of(images))
 *         .space(SearchSpace.read(Path.of("space.yaml")))
 *         .run(Path.of("ledger"));
 * }</pre>
 *
 * <p>It may be ended at any moment, by an interruption or by the end of the process. Run again with the same ledger it does
 * what is left, continues trainings from their checkpoints, and ends with the same numbers. Several processes may run the
 * same search on one ledger; each ends when all trials are over. A trial that fails leaves its error and does not stop the
 * others.
 *
 * <p>Not thread-safe.
 */
public final class GridSearch {
    private final SearchTools tools;
    private final TrialExecutor executor;
    private final SearchData data;
    private TrainingSettings base = shared(TrainingSettings.defaults());
    private SearchSpace space = SearchSpace.builder().build();
    private SearchStrategy strategy = SearchStrategy.grid();
    private Measure measure = Measure.ACCURACY;
    private SearchListener listener = SearchListener.NONE;
    private boolean retryFailed;
    private double errorProbability;
    private Duration time = Duration.ofNanos(Long.MAX_VALUE);
    private LongSupplier nanoTime = System::nanoTime;

    /**
     * @param tools where names are looked up
     * @param executor runs trials
     * @param data what they learn from
     */
    public GridSearch(SearchTools tools, TrialExecutor executor, SearchData data) {
        this.tools = tools;
        this.executor = executor;
        this.data = data;
    }

    /**
     * What all trials share, where the space says nothing; the defaults if nothing is said. Of split and positive class the
     * data say all.
     */
    public GridSearch settings(TrainingSettings shared) {
        if (shared.split().fold() > 0) {
            throw new GraftException("A search trains all folds or none, and the settings ask for fold "
                    + shared.split().fold() + " of " + shared.split().folds()
                    + ". Leave the fold out, and ask the search for folds.");
        }
        this.base = shared(shared);
        return this;
    }

    /** Without what the data say. */
    static TrainingSettings shared(TrainingSettings settings) {
        return settings.withSplit(TrainingSettings.defaults().split())
                .withSeeds(seeds -> seeds.withSplit(0))
                .withEvaluation(evaluation -> evaluation.withPositiveClass(""));
    }

    /** What to try. */
    public GridSearch space(SearchSpace space) {
        this.space = space;
        return this;
    }

    /** Which of it, and how far; all of it by default. */
    public GridSearch strategy(SearchStrategy strategy) {
        this.strategy = strategy;
        return this;
    }

    /** What trials are chosen by; validation accuracy by default. */
    public GridSearch measure(Measure measure) {
        this.measure = measure;
        return this;
    }

    /** Who is told. */
    public GridSearch listener(SearchListener listener) {
        this.listener = listener;
        return this;
    }

    /** Whether trials that failed before are tried again, from their beginning; not by default. */
    public GridSearch retryFailed(boolean retry) {
        this.retryFailed = retry;
        return this;
    }

    /**
     * In folds: gives configurations up that will hardly be the best ones once all folds are trained. After each fold the
     * chance of each is predicted, and those with the smallest go: the sum of the chances of all that are given up in the
     * whole search stays within the error probability, of which each fold may spend an equal part and what was left before. By default all folds of all configurations are trained.
     *
     * @param errorProbability of giving up the configuration that would have won with all folds, above 0 and below 0.5, for
     *     example 0.05
     * @throws GraftException for another number, or without folds
     */
    public GridSearch dropHopeless(double errorProbability) {
        if (!data.inFolds() || !(errorProbability > 0 && errorProbability < 0.5)) {
            throw new GraftException(
                    "Configurations are given up early with an error probability above 0 and below 0.5, in"
                            + " folds. Found " + errorProbability + (data.inFolds() ? "." : ", and no folds."));
        }
        this.errorProbability = errorProbability;
        return this;
    }

    /**
     * How long {@link #run} may go on; by default until all is done. When the time is over nothing new begins, and trainings
     * under way pause at the end of their epoch. What comes out is of what is done, and says so ({@link
     * SearchResult#cutShort()}); the same search run again goes on.
     *
     * @param minutes above 0
     */
    public GridSearch minutes(double minutes) {
        if (!(minutes > 0 && minutes < Double.POSITIVE_INFINITY)) {
            throw new GraftException("A search goes on for a time above 0, found " + minutes + " minutes.");
        }
        this.time = Duration.ofNanos(Math.round(minutes * 60e9));
        return this;
    }

    /** Another clock than {@link System#nanoTime()}. */
    GridSearch clock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        return this;
    }

    /** The trainings of the space, without running any. */
    public List<Trial> trials() {
        TrialResolver resolver = new TrialResolver(tools);
        List<Cell> cells = space.cells(base);
        SearchContext context = data.context(executor.engine());
        if (!data.inFolds()) {
            return resolver.resolve(cells, base, context);
        }
        return data.divisions().stream()
                .flatMap(fold -> resolver.resolve(cells, fold.on(base), context).stream())
                .toList();
    }

    /**
     * Runs what is left to do, and writes {@code trials.csv} and {@code best.json} into the ledger.
     *
     * @param directory the ledger, made if need be
     * @throws GraftException if a cell cannot be trained, weights are not to be had, the ledger is of another experiment or cannot be written, or the
     *     thread is interrupted
     */
    public SearchResult run(Path directory) {
        Deadline deadline = Deadline.in(time, nanoTime);
        SearchPlan plan = plan();
        Map<Trial, Integer> planned = plan.expectedEpochs();
        List<Trial> trials = List.copyOf(planned.keySet());
        Ledger ledger = Ledger.open(directory, data.context(executor.engine()), base);
        if (plan.sampling() == Sampling.IN_ORDER) {
            ledger.plan(trials);
        }
        ledger.write(ImageFacts.of(data));
        Map<TrialAddress, TrialState> states = ledger.states(trials);
        List<Trial> left = trials.stream()
                .filter(trial -> !Lookup.in(states, trial.address(), "state").isOver())
                .toList();
        executor.prepare(left);
        SearchMonitor monitor = new SearchMonitor(
                planned,
                plan.most(ledger),
                states,
                executor.arrange(left),
                new TrialCosts(tools.backbones()),
                data,
                measure,
                executor.slots(),
                listener);
        monitor.searchStarted();
        boolean done;
        try (SearchRun run =
                new SearchRun(ledger, executor, data, monitor, measure, failed(states), errorProbability, deadline)) {
            done = run.run(plan);
        }
        SearchResult result = SearchResult.of(
                ledger, plan.begun(ledger), measure, done ? OptionalInt.empty() : OptionalInt.of(plan.most(ledger)));
        new SearchFiles(directory).write(result);
        monitor.searchFinished();
        return result;
    }

    private SearchPlan plan() {
        SearchPlan plan = strategy.plan(trials());
        return errorProbability > 0 ? plan.dropping(data.divisions().size()) : plan;
    }

    private Map<TrialAddress, Integer> failed(Map<TrialAddress, TrialState> states) {
        Map<TrialAddress, Integer> failed = new HashMap<>();
        states.forEach((address, state) -> {
            if (retryFailed && state.status() == TrialStatus.FAILED) {
                failed.put(address, state.attempts());
            }
        });
        return failed;
    }
}
