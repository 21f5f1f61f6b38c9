package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.run.TransferTask;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.TrainingListener;

/**
 * What {@code train} does and {@code reproduce} repeats.
 *
 * @param settings of the training
 * @param source of the images
 * @param threads that read them
 */
record SettingsTraining(Graft graft, TrainingSettings settings, ImageSource source, int threads, Console console) {
    /** The same training with other settings. */
    SettingsTraining with(TrainingSettings others) {
        return new SettingsTraining(graft, others, source, threads, console);
    }

    /** Reads the images and tells of them. */
    ImageDataset read() {
        ReadOptions options = ReadOptions.defaults()
                .withThreads(threads)
                .withProgress(console)
                .withPictures(graft.pictures(settings.model()));
        return source.read(options, settings.split().test(), console);
    }

    /** The shares that a split of these images has or will have. */
    SplitFractions shares(ImageDataset images) {
        SplitFractions shares = settings.split().fractions();
        if (images.givenParts().isEmpty()) {
            return shares;
        }
        Split given = new Splitter(shares, settings.seeds().split()).split(images);
        double all = images.samples().size();
        double chosen = given.validation().size() / all;
        double sealed = given.test().size() / all;
        return new SplitFractions(1 - chosen - sealed, chosen, sealed);
    }

    /** The training of some images, recorded so that it can be repeated. */
    TransferTask task(ImageDataset images, TrainingListener listener) {
        return graft.transfer(images)
                .settings(settings)
                .record(ImageSource.SECTION, source.recorded())
                .listener(listener)
                .progress(console);
    }
}
