package dev.graft.evaluate;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.model.Classifier;
import dev.graft.model.OpenedModel;
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
 * @param views of each image that it looks at beside the image itself; 0 for none
 */
public record EvaluatedModel(String name, Classifier classifier, Provenance provenance, int views)
        implements AutoCloseable {
    /**
     * Opens a saved model, or an ensemble; errors as for {@link OpenedModel#open(Path, Engine)}.
     *
     * @param engine computes
     */
    public static EvaluatedModel open(Path file, Engine engine) {
        return of(file, OpenedModel.open(file, engine), 0);
    }

    /**
     * The same with several looks at each image; errors as for {@link OpenedModel#open(Path, int, AugmentationCatalog, Engine)}.
     *
     * @param views of an image beside itself, at least 1
     */
    public static EvaluatedModel open(Path file, int views, AugmentationCatalog catalog, Engine engine) {
        return of(file, OpenedModel.open(file, views, catalog, engine), views);
    }

    private static EvaluatedModel of(Path file, OpenedModel opened, int views) {
        return new EvaluatedModel(file.toString(), opened.classifier(), opened.provenance(), views);
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
