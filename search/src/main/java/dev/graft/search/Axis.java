package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.PhaseSettings;
import dev.graft.settings.TrainingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a {@link SearchSpace} varies: a setting of a training of one phase. Values are texts, as files write them; equal
 * values have equal texts.
 */
public enum Axis {
    /** Id of a backbone. */
    BACKBONE("backbone", Axis::word, s -> s.model().backbone(), (s, text) -> s.withModel(m -> m.withBackbone(text))),
    /** Weights by name. */
    WEIGHTS("weights", Axis::word, s -> s.model().weights(), (s, text) -> s.withModel(m -> m.withWeights(text))),
    /** See {@link HeadChoice}. */
    HEAD(
            "head",
            text -> new HeadChoice(text).text(),
            s -> s.model().head().text(),
            (s, text) -> s.withModel(m -> m.withHead(new HeadChoice(text)))),
    /** See {@link Unfrozen}. */
    UNFROZEN(
            "unfrozen",
            text -> new Unfrozen(text).text(),
            s -> phase(s).unfrozen().text(),
            (s, text) -> with(s, phase(s).withUnfrozen(new Unfrozen(text)))),
    /** {@code keras} or {@code inference}. */
    BATCH_NORM(
            "batchNorm",
            text -> BatchNormMode.byId(text).id(),
            s -> phase(s).batchNorm().id(),
            (s, text) -> with(s, phase(s).withBatchNorm(BatchNormMode.byId(text)))),
    /** Name of an optimizer, with Keras's constants. */
    OPTIMIZER(
            "optimizer",
            text -> Optimizer.byName(text, 1).name(),
            s -> phase(s).optimizer().name(),
            (s, text) -> with(
                    s,
                    phase(s).withOptimizer(
                                    Optimizer.byName(text, phase(s).optimizer().learningRate())))),
    /** Step size. */
    LEARNING_RATE(
            "learningRate",
            Axis::learningRate,
            s -> String.valueOf(phase(s).optimizer().learningRate()),
            (s, text) -> with(s, phase(s).withLearningRate(Double.parseDouble(text)))),
    /** See {@link ScheduleChoice}. */
    SCHEDULE(
            "schedule",
            text -> ScheduleChoice.of(text).toString(),
            s -> phase(s).schedule().toString(),
            (s, text) -> with(s, phase(s).withSchedule(ScheduleChoice.of(text)))),
    /** Name or file of an augmentation, see {@link dev.graft.augmentation.AugmentationCatalog}. */
    AUGMENTATION(
            "augmentation",
            Axis::word,
            s -> s.augmentation().policy(),
            (s, text) -> s.withAugmentation(a -> a.withPolicy(text))),
    /** Fixed augmented views of each image; 0 for new ones in every epoch. */
    VIEWS(
            "views",
            text -> whole(text, 0),
            s -> String.valueOf(s.augmentation().views()),
            (s, text) -> s.withAugmentation(a -> a.withViews(Integer.parseInt(text)))),
    /** Seed of the augmented images, which all repeats see. */
    AUGMENTATION_SEED(
            "augmentationSeed",
            Axis::seed,
            s -> String.valueOf(s.seeds().augmentation()),
            (s, text) -> s.withSeeds(seeds -> seeds.withAugmentation(Long.parseLong(text)))),
    /** Id of a preprocessing, or {@code own}. */
    PREPROCESSING(
            "preprocessing",
            Axis::preprocessing,
            s -> s.model().preprocessing(),
            (s, text) -> s.withModel(m -> m.withPreprocessing(text))),
    /** Side of the images in pixels, or {@code own}. */
    SIZE(
            "size",
            Axis::size,
            s -> s.model().size() == 0
                    ? SearchSpace.OWN
                    : String.valueOf(s.model().size()),
            (s, text) -> s.withModel(m -> m.withSize(text.equals(SearchSpace.OWN) ? 0 : Integer.parseInt(text)))),
    /** Images per update. */
    BATCH_SIZE(
            "batchSize",
            text -> whole(text, 1),
            s -> String.valueOf(s.batchSize()),
            (s, text) -> s.withBatchSize(Integer.parseInt(text))),
    /** Epochs at most. */
    EPOCHS(
            "epochs",
            text -> whole(text, 1),
            s -> String.valueOf(phase(s).epochs()),
            (s, text) -> with(s, phase(s).withEpochs(Integer.parseInt(text)))),
    /** Epochs without a lower validation loss after which a training ends; 0 for never. */
    PATIENCE(
            "patience",
            text -> whole(text, 0),
            s -> String.valueOf(phase(s).patience()),
            (s, text) -> with(s, phase(s).withPatience(Integer.parseInt(text)))),
    /** Seed of initial values, order and dropout; several make repeats. */
    SEED(
            "seed",
            Axis::seed,
            s -> String.valueOf(s.seeds().training()),
            (s, text) -> s.withSeeds(seeds -> seeds.withTraining(Long.parseLong(text))));

    private final String id;
    private final UnaryOperator<String> reading;
    private final Function<TrainingSettings, String> value;
    private final BiFunction<TrainingSettings, String, TrainingSettings> change;

    Axis(
            String id,
            UnaryOperator<String> reading,
            Function<TrainingSettings, String> value,
            BiFunction<TrainingSettings, String, TrainingSettings> change) {
        this.id = id;
        this.reading = reading;
        this.value = value;
        this.change = change;
    }

    private static PhaseSettings phase(TrainingSettings settings) {
        return settings.phases().get(0);
    }

    private static TrainingSettings with(TrainingSettings settings, PhaseSettings phase) {
        return settings.withPhases(List.of(phase));
    }

    /** Name in files. */
    public String id() {
        return id;
    }

    /** The value where nothing is said. */
    public String usual() {
        return of(TrainingSettings.defaults());
    }

    /** The value of a cell. */
    public String of(Cell cell) {
        return Lookup.in(cell.values(), this, "value");
    }

    /** The value of settings. */
    String of(TrainingSettings settings) {
        return value.apply(settings);
    }

    /** Settings with another value; what an optimizer has besides its name stays if that is the same. */
    TrainingSettings set(TrainingSettings settings, String text) {
        return of(settings).equals(text) ? settings : change.apply(settings, text);
    }

    /**
     * A value as one text, however it was written: 1e-4 becomes 1.0E-4.
     *
     * @throws GraftException if the axis has no such value
     */
    public String read(String text) {
        return reading.apply(text.strip());
    }

    /**
     * The axis of a name.
     *
     * @throws GraftException if there is none
     */
    public static Axis byId(String id) {
        return Arrays.stream(values())
                .filter(axis -> axis.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no axis '" + id + "'. Choose one of "
                        + Arrays.stream(values()).map(Axis::id).collect(Collectors.joining(", ")) + "."));
    }

    private static String word(String text) {
        if (text.isEmpty()) {
            throw new GraftException("Found an empty text, expected a name.");
        }
        return text;
    }

    private static String learningRate(String text) {
        try {
            double rate = Double.parseDouble(text);
            Optimizer.sgd(rate);
            return String.valueOf(rate);
        } catch (NumberFormatException e) {
            throw new GraftException("Found '" + text + "', expected a number above 0, such as 0.001.", e);
        }
    }

    private static String preprocessing(String text) {
        return text.equals(SearchSpace.OWN)
                ? SearchSpace.OWN
                : Preprocessing.byId(text).id();
    }

    private static String size(String text) {
        return text.equals(SearchSpace.OWN) ? SearchSpace.OWN : whole(text, 1);
    }

    /** A whole number that is not too small, without plus sign and leading zeros. */
    static String whole(String text, int least) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return String.valueOf(value);
            }
        } catch (NumberFormatException e) {
            throw new GraftException("Found '" + text + "', expected a whole number, " + least + " or more.", e);
        }
        throw new GraftException("Found " + text + ", expected a whole number, " + least + " or more.");
    }

    private static String seed(String text) {
        try {
            return String.valueOf(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new GraftException("Found '" + text + "', expected a seed: any whole number of 64 bits.", e);
        }
    }
}
