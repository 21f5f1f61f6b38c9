package dev.graft.search;

import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Trains nothing: the higher the rate the higher the accuracy, and the loss. */
final class PretendingExecutor implements TrialExecutor {
    /** Trials in the order in which they ran, as {@code rate/seed until epoch}. */
    final List<String> runs = Collections.synchronizedList(new ArrayList<>());

    Consumer<List<TrialJob>> before = jobs -> {};
    /** What a trial leaves besides its epochs. */
    BiFunction<Trial, List<EpochRecord>, TrainingResult> result = (trial, epochs) -> SyntheticLedger.result(epochs);

    int slots = 1;
    /** What was to be prepared last. */
    List<Trial> prepared = List.of();

    @Override
    public String engine() {
        return "none";
    }

    @Override
    public void prepare(List<Trial> trials) {
        prepared = trials;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public List<TrialGroup> arrange(List<Trial> trials) {
        return trials.stream()
                .collect(Collectors.groupingBy(PretendingExecutor::rate, TreeMap::new, Collectors.toUnmodifiableList()))
                .values()
                .stream()
                .map(group -> new TrialGroup(String.valueOf(rate(group.get(0))), group))
                .toList();
    }

    @Override
    public void run(List<TrialJob> together) {
        together.forEach(job -> runs.add(name(job.trial())
                + job.epochLimit().stream().mapToObj(limit -> " until " + limit).collect(Collectors.joining())));
        before.accept(together);
        together.forEach(this::end);
    }

    /** Reports a trial. */
    void end(TrialJob job) {
        int planned = job.trial().phase().epochs();
        int epochs = job.epochLimit().orElse(planned);
        double rate = rate(job.trial());
        List<EpochRecord> course = new ArrayList<>();
        while (course.size() < epochs && (course.isEmpty() || !job.deadline().isOver())) {
            course.add(SyntheticLedger.epoch(course.size() + 1, rate, rate));
            job.listener().epochFinished(0, course.get(course.size() - 1), true);
        }
        try {
            Files.createDirectories(job.checkpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (course.size() < planned) {
            job.report().paused(result.apply(job.trial(), course));
        } else {
            job.report().finished(result.apply(job.trial(), course));
        }
    }

    static double rate(Trial trial) {
        return trial.phase().optimizer().learningRate();
    }

    static String name(Trial trial) {
        return rate(trial) + "/" + trial.settings().seeds().training();
    }
}
