package dev.graft.spark;

import dev.graft.data.ImageSample;
import dev.graft.engine.Engine;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.PackedSearchData;
import dev.graft.search.SearchData;
import dev.graft.search.TrialJob;
import dev.graft.search.TrialJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Runs trials in an executor's process. Engines, data sets and features of frozen layers outlive a task, so that the next one
 * finds them: Spark gives tasks no other place for that than the process.
 */
final class ExecutorTrials {
    /** Data sets of nested searches follow each other; more than a few are not in use at a time. */
    private static final int DATASETS = 4;

    private static final Map<Place, LocalTrialExecutor> EXECUTORS = new LinkedHashMap<>();
    private static final Map<Long, SearchData> DATA = new LinkedHashMap<>();
    private static @Nullable Path features;

    private final GroupTask task;
    private final TrialJson json = new TrialJson();

    private ExecutorTrials(GroupTask task) {
        this.task = task;
    }

    /** @param device number of a GPU; empty for none */
    private record Place(TaskSetup setup, String device) {}

    static GroupAnswer run(GroupTask task) {
        return new ExecutorTrials(task).run();
    }

    /** Ends what the process kept. */
    static synchronized void close() {
        EXECUTORS.clear();
        DATA.clear();
        if (features != null) {
            FileUtils.deleteQuietly(features.toFile());
            features = null;
        }
    }

    /** Number of the GPU that Spark gave the task that runs in this thread; empty for none. */
    static String device() {
        var gpus = TaskContext.get().resourcesJMap().get("gpu");
        return gpus == null ? "" : gpus.addresses()[0];
    }

    private static synchronized LocalTrialExecutor executor(Place place) {
        return EXECUTORS.computeIfAbsent(place, key -> {
            Engine engine = key.setup().engine(key.device());
            return new LocalTrialExecutor(
                    key.setup().tools(), options -> engine, key.setup().local(), features());
        });
    }

    private static synchronized Path features() {
        try {
            if (features == null) {
                features = Files.createTempDirectory("graft-features");
            }
            return features;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized SearchData data(Broadcast<PackedSearchData> packed, String root) {
        SearchData known = DATA.get(packed.id());
        if (known == null) {
            known = packed.value().unpack(root.isEmpty() ? Optional.empty() : Optional.of(Path.of(root)));
            DATA.put(packed.id(), known);
            if (DATA.size() > DATASETS) {
                DATA.remove(DATA.keySet().iterator().next());
            }
        }
        return known;
    }

    private GroupAnswer run() {
        LocalTrialExecutor local = executor(new Place(task.setup(), device()));
        if (!local.engine().equals(task.engine())) {
            return new GroupAnswer.Unlike(SparkEnv.get().executorId(), host(), local.engine());
        }
        SearchData data = data(task.data(), task.setup().imageRoot());
        Optional<String> missing = missing(data);
        if (missing.isPresent()) {
            return new GroupAnswer.Blind(missing.get());
        }
        List<RemoteReport> reports = new ArrayList<>();
        List<TrialJob> jobs = new ArrayList<>();
        for (TrialWork work : task.work()) {
            var trial = json.read(work.trial());
            RemoteReport report = new RemoteReport(task.token(), trial.address().sha256(), Thread.currentThread());
            AttemptFolder attempt = AttemptFolder.of(Path.of(work.checkpoint()), task.token());
            attempt.begin();
            reports.add(report);
            jobs.add(new TrialJob(
                    trial,
                    data,
                    Path.of(work.folder()),
                    attempt.own(),
                    work.epochLimit() == 0 ? OptionalInt.empty() : OptionalInt.of(work.epochLimit()),
                    report::isOver,
                    report,
                    report));
        }
        try {
            local.run(jobs);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            reports.forEach(report -> report.failedUnlessReported(e));
        }
        return new GroupAnswer.Ran(reports.stream()
                .flatMap(report -> report.undelivered().stream())
                .toList());
    }

    private Optional<String> missing(SearchData data) {
        Path folder = Path.of(task.work().get(0).folder());
        if (!Files.isDirectory(folder)) {
            return Optional.of("The executor on " + host() + " sees no folder " + folder
                    + ". Put the ledger on storage that the driver and all executors share, under one path.");
        }
        ImageSample image = data.images().samples().get(0);
        if (!Files.isRegularFile(image.path())) {
            return Optional.of("The executor on " + host() + " sees no file " + image.path()
                    + ". Put the images on storage that the driver and all executors share, or say where the executors"
                    + " have them.");
        }
        return Optional.empty();
    }

    static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }
}
