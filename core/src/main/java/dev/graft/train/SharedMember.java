package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of several trainings, from before it begins until it has ended. */
final class SharedMember implements AutoCloseable {
    private final int number;
    private final SharedTraining training;
    private final ImageDataset dataset;
    private final Engine engine;
    private @Nullable TrainingJob job;
    private @Nullable TrainingLoop course;

    /** @param number its place among all */
    SharedMember(int number, SharedTraining training, ImageDataset dataset, Engine engine) {
        this.number = number;
        this.training = training;
        this.dataset = dataset;
        this.engine = engine;
    }

    int number() {
        return number;
    }

    /** Once it is built. */
    TrainingJob job() {
        return Objects.requireNonNull(job, "This training is not built yet");
    }

    /** Once it is open. */
    TrainingLoop course() {
        return Objects.requireNonNull(course, "This training is not open yet");
    }

    /** Builds the model, if that has not been done. */
    void build() {
        if (job == null) {
            job = TrainingJob.of(
                    training.model().get(),
                    dataset,
                    training.split(),
                    training.plan(),
                    engine,
                    training.listener(),
                    training.progress());
        }
    }

    void open(FeatureCache cache, int decodingThreads) {
        course = TrainingLoop.open(job(), training.checkpoints(), cache, decodingThreads);
    }

    RuntimeException explained(OutOfMemoryError error) {
        return OutOfMemory.explained(error, training.plan(), 0);
    }

    /** Closes it, and frees the model that nobody will be given. */
    void discard() {
        close();
        if (job != null) {
            job.model().close();
        }
    }

    @Override
    public void close() {
        if (course != null) {
            course.close();
        }
    }
}
