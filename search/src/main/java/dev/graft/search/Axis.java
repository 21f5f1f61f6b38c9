package dev.graft.search;

import dev.graft.GraftException;
import dev.graft.backbone.WeightsByName;
import dev.graft.head.HeadPreset;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a {@link SearchSpace} varies. Values are texts, as files write them; equal values have equal texts. */
public enum Axis {
    /** Id of a backbone. */
    BACKBONE("backbone", "efficientnet-b0", Axis::word, Cell::backbone),
    /** Weights by name; the backbone's first by default. */
    WEIGHTS("weights", WeightsByName.DEFAULT, Axis::word, Cell::weights),
    /** See {@link HeadChoice}; the reference head of the backbone's family by default. */
    HEAD(
            "head",
            HeadPreset.REFERENCE.id(),
            text -> new HeadChoice(text).text(),
            cell -> cell.head().text()),
    /** See {@link Unfrozen}; 0 by default. */
    UNFROZEN(
            "unfrozen",
            "0",
            text -> Unfrozen.of(text).toString(),
            cell -> cell.unfrozen().toString()),
    /** {@code keras} or {@code inference}, the default. */
    BATCH_NORM(
            "batchNorm",
            "inference",
            text -> BatchNormNames.id(BatchNormNames.of(text)),
            cell -> BatchNormNames.id(cell.batchNorm())),
    /** Name of an optimizer; {@code adam} by default. */
    OPTIMIZER("optimizer", "adam", Axis::optimizer, Cell::optimizer),
    /** Step size; 0.001 by default. */
    LEARNING_RATE("learningRate", "0.001", Axis::learningRate, cell -> String.valueOf(cell.learningRate())),
    /** See {@link ScheduleChoice}; {@code constant} by default. */
    SCHEDULE(
            "schedule",
            "constant",
            text -> ScheduleChoice.of(text).toString(),
            cell -> cell.schedule().toString()),
    /** Name or file of an augmentation; {@code none} by default. */
    AUGMENTATION("augmentation", AugmentationCatalog.NONE, Axis::word, Cell::augmentation),
    /** Fixed augmented views of each image; 0, new ones in every epoch, by default. */
    VIEWS("views", "0", text -> whole(text, 0), cell -> String.valueOf(cell.views())),
    /** Id of a preprocessing, or {@code own}, the default. */
    PREPROCESSING("preprocessing", SearchSpace.OWN, Axis::preprocessing, Cell::preprocessing),
    /** Side of the images in pixels, or {@code own}, the default. */
    SIZE("size", SearchSpace.OWN, Axis::size, cell -> cell.size() == 0 ? SearchSpace.OWN : String.valueOf(cell.size())),
    /** Images per update; 32 by default. */
    BATCH_SIZE("batchSize", "32", text -> whole(text, 1), cell -> String.valueOf(cell.batchSize())),
    /** Epochs at most; 30 by default. */
    EPOCHS("epochs", "30", text -> whole(text, 1), cell -> String.valueOf(cell.epochs())),
    /** Epochs without a lower validation loss after which a training ends, 0 for never; 10 by default. */
    PATIENCE("patience", "10", text -> whole(text, 0), cell -> String.valueOf(cell.patience())),
    /** Seed; several make repeats. 42 by default. */
    SEED("seed", "42", Axis::seed, cell -> String.valueOf(cell.seed()));

    private final String id;
    private final String usual;
    private final UnaryOperator<String> reading;
    private final Function<Cell, String> value;

    Axis(String id, String usual, UnaryOperator<String> reading, Function<Cell, String> value) {
        this.id = id;
        this.usual = usual;
        this.reading = reading;
        this.value = value;
    }

    /** Name in files. */
    public String id() {
        return id;
    }

    /** The value where nothing is said. */
    public String usual() {
        return usual;
    }

    /** The value of a cell. */
    public String of(Cell cell) {
        return value.apply(cell);
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

    private static String optimizer(String text) {
        Optimizer.byName(text, 1);
        return text.toLowerCase(Locale.ROOT);
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
