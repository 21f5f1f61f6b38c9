package dev.graft.settings;

/**
 * Where chance begins.
 *
 * @param training of initial values, order and dropout: equal trainings with other ones are repeats
 * @param split of the parts, so that repeats see the same ones
 * @param augmentation of augmented images, so that repeats see the same ones and can share the work on them
 */
public record SeedSettings(long training, long split, long augmentation) {
    /** One for all. */
    public static SeedSettings of(long seed) {
        return new SeedSettings(seed, seed, seed);
    }

    public SeedSettings withTraining(long seed) {
        return new SeedSettings(seed, split, augmentation);
    }

    public SeedSettings withSplit(long seed) {
        return new SeedSettings(training, seed, augmentation);
    }

    public SeedSettings withAugmentation(long seed) {
        return new SeedSettings(training, split, seed);
    }
}
