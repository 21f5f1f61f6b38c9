package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.train.TrainingListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A search under way: brings every trial as far as its rung says, whoever does it. */
final class SearchRun implements AutoCloseable {
    private static final String INTERRUPTED =
            "The search was interrupted. What is done lies in the ledger; start the search again to go on.";

    /** How often to look whether another process has finished, or has died. */
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Ledger ledger;
    private final TrialExecutor executor;
    private final SearchData data;
    private final SearchMonitor monitor;
    /** Failed trials that are to be tried again, with how often they had been tried. */
    private final Map<TrialAddress, Integer> retry;

    private final double errorProbability;
    private final Deadline deadline;
    private final Optional<FoldSelection> selection;
    private final RungFigures figures;
    private final LostTrials losses = new LostTrials();
    private final ExecutorService pool;

    SearchRun(
            Ledger ledger,
            TrialExecutor executor,
            SearchData data,
            SearchMonitor monitor,
            Measure measure,
            Map<TrialAddress, Integer> retry,
            double errorProbability,
            Deadline deadline) {
        this.ledger = ledger;
        this.executor = executor;
        this.data = data;
        this.monitor = monitor;
        this.retry = Map.copyOf(retry);
        this.errorProbability = errorProbability;
        this.deadline = deadline;
        this.selection = ledger.folds().map(facts -> new FoldSelection(ledger, facts, measure));
        this.figures = new RungFigures(ledger, measure, selection);
        this.pool = Executors.newFixedThreadPool(executor.slots(), work -> new Thread(work, "graft-search"));
    }

    /** @return whether all is done; else the time was over before */
    boolean run(SearchPlan plan) {
        return switch (plan.sampling()) {
            case IN_ORDER -> {
                Iterator<List<List<Trial>>> starting = plan.inOrder().iterator();
                yield plan.brackets().stream().allMatch(bracket -> climb(bracket, starting.next()));
            }
            case BY_BRACKET -> {
                Sampler sampler = new Sampler(ledger, plan, figures);
                yield plan.brackets().stream().allMatch(bracket -> climb(bracket, sampler.take(bracket)));
            }
            case ONE_BY_ONE -> sample(new Sampler(ledger, plan, figures));
        };
    }

    /** Each slot has one of them at a time. */
    private boolean sample(Sampler sampler) {
        OptionalInt toTheEnd = OptionalInt.empty();
        inAllSlots(() -> {
            while (!deadline.isOver()) {
                Optional<List<Trial>> next = sampler.next();
                if (next.isEmpty()) {
                    return;
                }
                work(new WorkQueue(executor.arrange(missing(next.get(), toTheEnd))), toTheEnd);
            }
        });
        // What other processes have chosen, too: they may have died.
        return bring(sampler.begun(), toTheEnd) && sampler.isOver();
    }

    private boolean climb(Bracket bracket, List<List<Trial>> starting) {
        List<List<Trial>> configurations = starting;
        double spent = 0;
        for (Rung rung : bracket.rungs()) {
            List<List<Trial>> begun = configurations;
            if (rung.divisions().isPresent()) {
                begun = configurations.stream()
                        .map(trials -> onFirst(rung.divisions().getAsInt(), trials))
                        .toList();
            }
            if (!bring(begun.stream().flatMap(List::stream).toList(), rung.epochs())) {
                return false;
            }
            if (rung.epochs().isPresent()) {
                configurations = figures.ranked(configurations, rung.epochs()).stream()
                        .limit(rung.keep())
                        .toList();
            } else if (rung.divisions().isPresent()) {
                List<List<Trial>> before = configurations;
                FoldSelection.Survivors survivors = selection
                        .orElseThrow()
                        .survivors(begun, rung.divisions().getAsInt(), errorProbability, spent);
                spent = survivors.spent();
                configurations = survivors.positions().stream().map(before::get).toList();
                giveUp(before, configurations);
            }
        }
        if (bracket.rungs().size() > 1) {
            starting.stream().flatMap(List::stream).forEach(this::discard);
        }
        return true;
    }

    private void giveUp(List<List<Trial>> before, List<List<Trial>> left) {
        Set<List<Trial>> going = new HashSet<>(left);
        List<TrialAddress> given = before.stream()
                .filter(configuration -> !going.contains(configuration))
                .flatMap(List::stream)
                .map(Trial::address)
                .toList();
        if (!given.isEmpty()) {
            ledger.giveUp(given);
        }
    }

    private List<Trial> onFirst(int divisions, List<Trial> trials) {
        List<Division> first = data.divisions().subList(0, divisions);
        return trials.stream()
                .filter(trial -> first.stream().anyMatch(division -> division.isOf(trial)))
                .toList();
    }

    /** A dropped trial's checkpoint would take up space for nothing. */
    private void discard(Trial trial) {
        if (ledger.state(trial.address()).status() == TrialStatus.PAUSED) {
            ledger.claim(trial).ifPresent(claim -> {
                try (claim) {
                    claim.discard();
                }
            });
        }
    }

    private boolean isThere(TrialAddress address, TrialState state, OptionalInt epochs) {
        return switch (state.status()) {
            case DONE -> true;
            case FAILED -> !Integer.valueOf(state.attempts()).equals(retry.get(address));
            case PAUSED -> epochs.isPresent() && state.epochs() >= epochs.getAsInt();
            case WAITING, RUNNING, GIVEN_UP -> false;
        };
    }

    private List<Trial> missing(List<Trial> trials, OptionalInt epochs) {
        return trials.stream()
                .filter(trial -> {
                    TrialState state = ledger.state(trial.address());
                    monitor.seen(trial, state);
                    return !isThere(trial.address(), state, epochs);
                })
                .toList();
    }

    /** @return whether all are there; else the time was over before */
    private boolean bring(List<Trial> trials, OptionalInt epochs) {
        List<Trial> left = missing(distinct(trials), epochs);
        while (!left.isEmpty() && !deadline.isOver()) {
            WorkQueue queue = new WorkQueue(executor.arrange(left));
            inAllSlots(() -> work(queue, epochs));
            left = missing(left, epochs);
            if (!left.isEmpty() && !deadline.isOver()) {
                pause();
            }
        }
        return left.isEmpty();
    }

    private static List<Trial> distinct(List<Trial> trials) {
        Set<TrialAddress> seen = new HashSet<>();
        return trials.stream().filter(trial -> seen.add(trial.address())).toList();
    }

    private void inAllSlots(Runnable work) {
        CompletionService<Void> slots = new ExecutorCompletionService<>(pool);
        for (int i = 0; i < executor.slots(); i++) {
            slots.submit(work, null);
        }
        try {
            for (int i = 0; i < executor.slots(); i++) {
                slots.take().get();
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private static GraftException interrupted(Throwable cause) {
        return new GraftException(INTERRUPTED, cause);
    }

    private void work(WorkQueue queue, OptionalInt epochs) {
        while (!deadline.isOver()) {
            Optional<TrialGroup> next = queue.take();
            if (next.isEmpty()) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new GraftException(INTERRUPTED);
            }
            try {
                run(next.get(), epochs);
            } finally {
                queue.done(next.get());
            }
        }
    }

    private void run(TrialGroup group, OptionalInt epochs) {
        List<TrialClaim> claims = new ArrayList<>();
        try {
            for (Trial trial : group.trials()) {
                ledger.claim(trial).ifPresent(claims::add);
            }
            // Between the look at the ledger and the claim another process may have done it.
            List<TrialClaim> due = claims.stream()
                    .filter(claim -> !isThere(claim.trial().address(), claim.state(), epochs))
                    .toList();
            if (!due.isEmpty()) {
                run(due, epochs);
            }
        } finally {
            claims.forEach(TrialClaim::close);
        }
    }

    private void run(List<TrialClaim> claims, OptionalInt epochs) {
        List<ClaimReport> reports = new ArrayList<>();
        List<TrialJob> jobs = new ArrayList<>();
        for (TrialClaim claim : claims) {
            ClaimReport report = new ClaimReport(claim, monitor, losses, claims.size());
            claim.begin(ledger.context());
            monitor.started(claim.trial(), claim.state());
            reports.add(report);
            jobs.add(new TrialJob(
                    claim.trial(),
                    data,
                    claim.path(),
                    claim.checkpoint(),
                    epochs,
                    deadline,
                    TrainingListener.all(
                            List.of(monitor.epochsOf(claim.trial()), losses.epochsOf(claim.trial()), claim.log())),
                    report));
        }
        try {
            executor.run(jobs);
            failRest(reports, new IllegalStateException("The executor did not say how the trial ended"));
        } catch (ExecutorGoneException e) {
            giveBackRest(reports);
            throw e;
        } catch (Exception | VirtualMachineError | LinkageError e) {
            // Any other error is not the trial's: the search ends, and leaves the trial as a killed process would.
            endRest(reports, e);
        }
    }

    private static void endRest(List<ClaimReport> reports, Throwable error) {
        // Files cannot be written by a thread that is marked as interrupted.
        if (!Thread.interrupted()) {
            failRest(reports, error);
            return;
        }
        try {
            giveBackRest(reports);
        } finally {
            Thread.currentThread().interrupt();
        }
        throw interrupted(error);
    }

    private static void giveBackRest(List<ClaimReport> reports) {
        reports.stream().filter(report -> !report.reported()).forEach(ClaimReport::givenBack);
    }

    private static void failRest(List<ClaimReport> reports, Throwable error) {
        reports.stream().filter(report -> !report.reported()).forEach(report -> report.failed(error));
    }

    /** Interrupts what is under way and waits until it has given its trials back. */
    @Override
    public void close() {
        pool.shutdownNow();
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                over = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
