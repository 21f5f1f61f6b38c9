package dev.graft.evaluate;

import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.model.Classifier;
import dev.graft.model.ModelFile;
import dev.graft.provenance.Provenance;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that is evaluated; to be closed.
 *
 * @param name for people, such as its file
 * @param classifier answers
 * @param provenance how it was made
 */
public record EvaluatedModel(String name, Classifier classifier, Provenance provenance) implements AutoCloseable {
    /**
     * Opens a saved model.
     *
     * @param engine computes
     * @throws GraftException if the file is missing, damaged or of a newer format
     */
    public static EvaluatedModel open(Path file, Engine engine) {
        try (ModelFile.Saved saved = ModelFile.load(file)) {
            return new EvaluatedModel(file.toString(), new Classifier(saved, engine), saved.provenance());
        }
    }

    List<String> classNames() {
        return classifier.classNames();
    }

    /** Index of a class, by default of the {@linkplain Classifier#positiveClass one of its training}. */
    int positiveClass(Optional<String> wanted) {
        int index = wanted.map(classNames()::indexOf).orElse(classifier.positiveClass());
        if (index < 0) {
            throw new GraftException("There is no class '" + wanted.orElse("")
                    + "' to call positive. The classes of the model are " + String.join(", ", classNames()) + ".");
        }
        return index;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
