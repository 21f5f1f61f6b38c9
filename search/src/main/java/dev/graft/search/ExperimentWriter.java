package dev.graft.search;

import java.nio.file.Path;

/**
 * Writes experiments as pages, or elsewhere. Found by {@link java.util.ServiceLoader}: one line with the class's name in
 * {@code META-INF/services/dev.graft.search.ExperimentWriter}.
 *
 * <p>What one throws ends the writing, and is told with the writer's class.
 */
public interface ExperimentWriter {
    /**
     * Writes it, over what was written before: an experiment may be under way.
     *
     * @param directory the ledger's; files of a trial lie in {@link Experiment#folder} below it
     */
    void write(Experiment experiment, Path directory);
}
