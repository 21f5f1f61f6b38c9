package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.KFold;
import dev.graft.data.ReadOptions;
import dev.graft.optimizer.Optimizer;
import dev.graft.result.FigureSpread;
import dev.graft.run.CrossValidation;
import dev.graft.run.CrossValidationRun;
import java.nio.file.Path;
import java.util.Locale;

/** Every image is predicted once by a model that has not seen it, nor another image of the same patient. */
public final class CrossValidated {
    private CrossValidated() {}

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        ImageDataset images = new ImageFolder(Path.of(args[0]))
                .read(ReadOptions.defaults().withGroupPattern("patient-(\\d+)")); // what is in ( ) names the patient
        Graft graft = Graft.create();
        CrossValidation validation = new CrossValidation(images, new KFold(3, 0.2, 42).split(images));
        try (CrossValidationRun run = validation.run(
                fold -> graft.transfer(images).weights("ifs1000").size(64).training(5, Optimizer.adam(1e-3), 0))) {
            for (FigureSpread spread : run.result().spreads()) {
                System.out.printf(
                        Locale.ROOT, "%s: %.3f, deviation %.3f%n", spread.figure(), spread.mean(), spread.deviation());
            }
            run.save(Path.of(args[1])); // the pages of all and of each fold
        }
    }
}
