package dev.graft.examples;

import dev.graft.result.ResultPictures;
import dev.graft.result.ResultWriter;
import dev.graft.result.TrainingResult;
import java.nio.file.Path;

/**
 * Keeps a line of every training that is saved. {@code META-INF/services/dev.graft.result.ResultWriter} names this class;
 * {@link java.util.ServiceLoader} makes it without arguments, so where it writes comes from a system property.
 */
public final class Tracker implements ResultWriter {
    /** Name of the system property; without it nothing is kept. */
    public static final String FILE = "tracker.file";

    @Override
    public void write(TrainingResult result, ResultPictures pictures, Path folder) {
        String file = System.getProperty(FILE);
        if (file != null) {
            LoggingElsewhere.append(
                    Path.of(file), result.title() + "\t" + result.validation().accuracy());
        }
    }
}
