package dev.graft.model;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.provenance.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A saved model, or an ensemble of saved models, that answers; to be closed.
 *
 * @param provenance how it was made; of an ensemble, its members and how the first of them was made
 */
public record OpenedModel(Classifier classifier, Provenance provenance) implements AutoCloseable {
    private static final String SECTION = "ensemble";

    /**
     * Opens a file.
     *
     * @param file a model file, or an ensemble's {@code .json}
     * @param engine computes
     * @throws GraftException if a file is missing, damaged or of a newer format, or the models of an ensemble differ in classes
     *     or input size
     */
    public static OpenedModel open(Path file, Engine engine) {
        return new Opening(engine, model -> Optional.empty()).open(file);
    }

    /**
     * The same with several looks at each image, see {@link TestTimeViews}; errors as there, too.
     *
     * @param views of an image beside itself, at least 1
     * @param catalog reads the definition of each model's augmentation
     */
    public static OpenedModel open(Path file, int views, AugmentationCatalog catalog, Engine engine) {
        return new Opening(engine, model -> Optional.of(TestTimeViews.of(model.provenance(), catalog, views)))
                .open(file);
    }

    private interface Looks {
        Optional<TestTimeViews> of(ModelFile.Saved model);
    }

    private record Opening(Engine engine, Looks looks) {
        OpenedModel open(Path file) {
            return file.toString().endsWith(".json") ? ensemble(EnsembleFile.read(file)) : single(file);
        }

        private OpenedModel single(Path file) {
            // The classifier has the parameters in its engine's order.
            try (ModelFile.Saved saved = ModelFile.load(file)) {
                Classifier classifier = looks.of(saved)
                        .map(views -> new Classifier(saved, views, engine))
                        .orElseGet(() -> new Classifier(saved, engine));
                return new OpenedModel(classifier, saved.provenance());
            }
        }

        private OpenedModel ensemble(EnsembleFile file) {
            List<Classifier.Member> members = new ArrayList<>();
            try {
                First first = null;
                for (EnsembleFile.Member each : file.members()) {
                    try (ModelFile.Saved saved = ModelFile.load(each.model())) {
                        first = first == null ? First.of(saved) : first;
                        first.requireLike(saved, each.model());
                        members.add(Classifier.Member.of(saved.model(), looks.of(saved), engine, each.weight()));
                    }
                }
                First known = Objects.requireNonNull(first, "An ensemble has members");
                return new OpenedModel(
                        new Classifier(
                                members, known.positiveClass(), file.calibration(), known.inputs(), file.groupScore()),
                        known.provenance().with(SECTION, section(file)));
            } catch (RuntimeException | Error e) {
                members.forEach(member -> member.session().close());
                throw e;
            }
        }

        private static Map<String, Object> section(EnsembleFile file) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put(
                    "answers",
                    "the weighted mean of " + file.members().size() + " models; all other sections are of the first");
            values.put(
                    "members",
                    file.members().stream()
                            .map(member -> member.model() + ", weight " + member.weight())
                            .toList());
            return values;
        }
    }

    /** What is kept of an ensemble's first model. */
    private record First(
            ModelDescription description,
            int positiveClass,
            @Nullable InputProfile profile,
            Provenance provenance) {
        static First of(ModelFile.Saved saved) {
            return new First(
                    saved.model().description(),
                    saved.positiveClass(),
                    saved.inputs().orElse(null),
                    saved.provenance());
        }

        Optional<InputProfile> inputs() {
            return Optional.ofNullable(profile);
        }

        void requireLike(ModelFile.Saved other, Path file) {
            ModelDescription its = other.model().description();
            if (!its.classNames().equals(description.classNames())
                    || !its.inputShape().equals(description.inputShape())) {
                throw new GraftException(file + " has input " + its.inputShape() + " and classes " + its.classNames()
                        + ", the ensemble's first model " + description.inputShape() + " and "
                        + description.classNames() + ". Expected one input size and the same classes: select among"
                        + " trials of one size.");
            }
        }
    }

    @Override
    public void close() {
        classifier.close();
    }
}
