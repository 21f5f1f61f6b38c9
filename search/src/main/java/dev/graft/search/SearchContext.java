package dev.graft.search;

import java.util.Objects;

/**
 * What all trials of a search share and what their numbers depend on.
 *
 * @param images {@link dev.graft.data.ImageDataset#manifestHash()}
 * @param split {@link dev.graft.data.Split#hash()}
 * @param engine {@link dev.graft.engine.Engine#describe()}
 * @param positiveClass name of the class that sensitivity and ROC describe: no part of the training, but of its figures
 */
public record SearchContext(String images, String split, String engine, String positiveClass) {
    public SearchContext {
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(positiveClass, "positiveClass");
    }
}
