package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.head.HeadChoice;
import dev.graft.preprocess.Preprocessing;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.ModelSettings;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a search may try: one or more cartesian products of {@link Axis axes}. Immutable.
 *
 * <pre>{@code
 * SearchSpace space = SearchSpace.builder()
 *         .backbones("vgg19", "resnet50")
 *         .unfrozen("0", "12", "all")
 *         .learningRates(1e-3, 1e-4)
 *         .repeats(2)
 *         .build()
 *         .and(SearchSpace.builder().backbones("simple-cnn").unfrozen("all").build());
 * }</pre>
 */
public final class SearchSpace {
    /** The backbone's own preprocessing or size. */
    public static final String OWN = ModelSettings.OWN;

    private static final long FIRST_SEED = 42;

    private final List<Map<Axis, List<String>>> products;

    private SearchSpace(List<Map<Axis, List<String>>> products) {
        this.products = List.copyOf(products);
    }

    /** Starts with every axis at its usual value. */
    public static Builder builder() {
        return new Builder(new EnumMap<>(Axis.class));
    }

    /**
     * Reads a JSON or YAML file; see docs/search.md for the format.
     *
     * @throws GraftException if it cannot be read or is no search space; names the line and what is expected there
     */
    public static SearchSpace read(Path file) {
        return SpaceFile.read(file);
    }

    /** Also what another space holds. */
    public SearchSpace and(SearchSpace other) {
        return new SearchSpace(
                Stream.concat(products.stream(), other.products.stream()).toList());
    }

    /** With axes set anew in every product: {@code space.with(b -> b.sizes(64).epochs(5))}. */
    public SearchSpace with(UnaryOperator<Builder> change) {
        return new SearchSpace(products.stream()
                .map(product -> change.apply(new Builder(product)).product())
                .toList());
    }

    /** Every cell once, in the order of the products; the seed changes fastest. An axis that was not set is usual. */
    public List<Cell> cells() {
        return cells(TrainingSettings.defaults());
    }

    /**
     * The same, where an axis that was not set has the value of given settings.
     *
     * @throws GraftException if those have several phases
     */
    public List<Cell> cells(TrainingSettings base) {
        if (base.phases().size() > 1) {
            throw new GraftException("The trainings of a search have one phase each, and the settings that they share"
                    + " have " + base.phases().size() + ". Give settings with one phase.");
        }
        LinkedHashSet<Cell> cells = new LinkedHashSet<>();
        products.forEach(product -> product(product, base).forEach(values -> cells.add(new Cell(values))));
        return List.copyOf(cells);
    }

    private static List<Map<Axis, String>> product(Map<Axis, List<String>> axes, TrainingSettings base) {
        List<Map<Axis, String>> combinations = List.of(new EnumMap<>(Axis.class));
        for (Axis axis : Axis.values()) {
            List<Map<Axis, String>> longer = new ArrayList<>();
            for (Map<Axis, String> combination : combinations) {
                for (String value : axes.getOrDefault(axis, List.of(axis.of(base)))) {
                    Map<Axis, String> next = new EnumMap<>(combination);
                    next.put(axis, axis.read(value));
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchSpace that && cells().equals(that.cells());
    }

    @Override
    public int hashCode() {
        return cells().hashCode();
    }

    /** The products, each with the axes that were set. */
    @Override
    public String toString() {
        return products.toString();
    }

    /** Collects the values of one product. */
    public static final class Builder {
        private final Map<Axis, List<String>> axes;
        private boolean seeded;
        private boolean repeated;

        private Builder(Map<Axis, List<String>> axes) {
            this.axes = new EnumMap<>(Axis.class);
            this.axes.putAll(axes);
        }

        /**
         * Sets any axis.
         *
         * @param values texts as in files; replace those set before
         * @throws GraftException if there is none, or one that the axis does not have; for seeds, if repeats were set
         */
        public Builder axis(Axis axis, Collection<String> values) {
            if (values.isEmpty()) {
                throw new GraftException(
                        "The axis " + axis.id() + " has no value. Give at least one, or leave the axis out.");
            }
            if (axis == Axis.SEED) {
                requireNot(repeated, "seeds", "repeats");
                seeded = true;
            }
            return put(axis, values);
        }

        private Builder put(Axis axis, Collection<String> values) {
            axes.put(axis, values.stream().map(axis::read).distinct().toList());
            return this;
        }

        private static void requireNot(boolean set, String setting, String other) {
            if (set) {
                throw new GraftException("Found a setting for the " + setting + ", but that for the " + other
                        + " was already set. They exclude each other: give one of them.");
            }
        }

        private Builder axis(Axis axis, Stream<?> values) {
            return axis(axis, values.map(String::valueOf).toList());
        }

        /** Ids of backbones. */
        public Builder backbones(String... ids) {
            return axis(Axis.BACKBONE, Arrays.stream(ids));
        }

        /** Weights by name. */
        public Builder weights(String... names) {
            return axis(Axis.WEIGHTS, Arrays.stream(names));
        }

        /** Heads: {@link HeadChoice#of}. */
        public Builder heads(HeadChoice... heads) {
            return axis(Axis.HEAD, Arrays.stream(heads));
        }

        /** Texts of {@link dev.graft.freeze.Unfrozen}, such as 20 or {@code all}. */
        public Builder unfrozen(String... layers) {
            return axis(Axis.UNFROZEN, Arrays.stream(layers));
        }

        /** What unfrozen batch norms do. */
        public Builder batchNorms(BatchNormMode... modes) {
            return axis(Axis.BATCH_NORM, Arrays.stream(modes).map(BatchNormMode::id));
        }

        /** Names of optimizers. */
        public Builder optimizers(String... names) {
            return axis(Axis.OPTIMIZER, Arrays.stream(names));
        }

        /** Step sizes. */
        public Builder learningRates(double... rates) {
            return axis(Axis.LEARNING_RATE, Arrays.stream(rates).boxed());
        }

        /** Courses of the learning rate. */
        public Builder schedules(ScheduleChoice... schedules) {
            return axis(Axis.SCHEDULE, Arrays.stream(schedules));
        }

        /** Names or files of augmentations; {@link dev.graft.augmentation.AugmentationCatalog#NONE} for none. */
        public Builder augmentations(String... names) {
            return axis(Axis.AUGMENTATION, Arrays.stream(names));
        }

        /** Numbers of fixed augmented views; 0 for new images in every epoch. */
        public Builder views(int... views) {
            return axis(Axis.VIEWS, Arrays.stream(views).boxed());
        }

        /** Seeds of augmented images. */
        public Builder augmentationSeeds(long... seeds) {
            return axis(Axis.AUGMENTATION_SEED, Arrays.stream(seeds).boxed());
        }

        /** Preprocessings instead of the backbone's own. */
        public Builder preprocessings(Preprocessing... preprocessings) {
            return axis(Axis.PREPROCESSING, Arrays.stream(preprocessings).map(Preprocessing::id));
        }

        /** Sides of the images in pixels. */
        public Builder sizes(int... pixels) {
            return axis(Axis.SIZE, Arrays.stream(pixels).boxed());
        }

        /** Images per update. */
        public Builder batchSizes(int... images) {
            return axis(Axis.BATCH_SIZE, Arrays.stream(images).boxed());
        }

        /** Epochs at most. */
        public Builder epochs(int... epochs) {
            return axis(Axis.EPOCHS, Arrays.stream(epochs).boxed());
        }

        /** Epochs without a lower validation loss after which a training ends; 0 for never. */
        public Builder patiences(int... epochs) {
            return axis(Axis.PATIENCE, Arrays.stream(epochs).boxed());
        }

        /** Seeds; several make repeats. */
        public Builder seeds(long... seeds) {
            return axis(Axis.SEED, Arrays.stream(seeds).boxed());
        }

        /**
         * So many repeats, with the seeds 42, 43, ...
         *
         * @throws GraftException for less than 1, or if seeds were set
         */
        public Builder repeats(int count) {
            if (count < 1) {
                throw new GraftException("Found " + count + " repeats, expected 1 or more.");
            }
            requireNot(seeded, "repeats", "seeds");
            repeated = true;
            return put(
                    Axis.SEED,
                    LongStream.range(FIRST_SEED, FIRST_SEED + count)
                            .mapToObj(String::valueOf)
                            .toList());
        }

        private Map<Axis, List<String>> product() {
            return new EnumMap<>(axes);
        }

        /** The space. */
        public SearchSpace build() {
            return new SearchSpace(List.of(product()));
        }
    }
}
