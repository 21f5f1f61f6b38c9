package dev.graft.recommend;

import dev.graft.backbone.WeightsByName;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.PooledPass;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.phantom.PhantomDataset;
import dev.graft.preprocess.Preprocessing;
import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.progress.Progress;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Phantom slices and what the bundled EfficientNetB0 makes of them.
 *
 * @param images with their patients as groups
 * @param tables the principal components of each cut's pooled features, then of all cuts together
 */
record PhantomFeatures(ImageDataset images, List<FeatureTable> tables) {
    private static final int SIZE = 64;
    private static final int COMPONENTS = 32;

    /** @param folder for the images; does not exist yet */
    static PhantomFeatures make(PhantomDataset phantom, Path folder, Path cache) {
        phantom.withSize(SIZE).write(folder, Progress.NONE, 2);
        ImageDataset images = new ImageFolder(folder)
                .read(ReadOptions.defaults().withGroupPattern("patient-(\\d+)").withFingerprints(false));
        EfficientNetB0 backbone = new EfficientNetB0();
        InputShape shape = InputShape.square(SIZE);
        BackboneOutline outline = BackboneOutline.of(backbone, shape);
        List<Cut> cuts = Cut.of(outline);
        List<String> maps = cuts.stream().map(Cut::layer).toList();
        int columns = cuts.stream().mapToInt(Cut::channels).sum();
        Engine engine = new Dl4jEngine(new EngineOptions(2, Precision.F32));
        Preprocessing preprocessing = backbone.spec().preprocessing();
        TransferModel.Builder model = TransferModel.on(backbone)
                .weights(new WeightsByName(
                                new WeightStore(WeightStoreOptions.defaults().withOffline(true)))
                        .of(backbone.spec(), WeightsByName.BUNDLED))
                .classes(images.classNames())
                .size(SIZE)
                .preprocessing(preprocessing);
        float[][] rows = new PooledPass(images, FeatureCache.defaults().in(cache), 2, Progress.NONE)
                .run(
                        PooledPass.key(
                                backbone.spec(), outline, WeightsByName.BUNDLED, preprocessing, shape, engine, maps),
                        columns,
                        model::build,
                        engine,
                        maps)
                .rows();
        List<FeatureTable> tables = new ArrayList<>();
        int from = 0;
        for (Cut cut : cuts) {
            tables.add(components(FeatureTable.columns(rows, from, from + cut.channels())));
            from += cut.channels();
        }
        tables.add(components(FeatureTable.columns(rows, 0, columns)));
        return new PhantomFeatures(images, List.copyOf(tables));
    }

    /** The first principal components, which know no labels: many fits take seconds. */
    private static FeatureTable components(FeatureTable wide) {
        int count = Math.min(COMPONENTS, wide.columns());
        try (DenseMatrix standardised = wide.standardised();
                DenseMatrix.Symmetric gram = standardised.gram();
                DenseMatrix vectors = gram.eigen().vectors()) {
            double[] all = vectors.toArray();
            double[] last = Arrays.copyOfRange(all, all.length - count * wide.columns(), all.length);
            double[] products = standardised.times(last, count);
            float[] values = new float[products.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) products[i];
            }
            return new FeatureTable(values, count);
        }
    }

    /** The first of a table's principal components; they stand last. */
    static FeatureTable first(FeatureTable components, int count) {
        float[][] rows = new float[components.rows()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(
                    components.values(), row * components.columns(), (row + 1) * components.columns());
        }
        return FeatureTable.columns(rows, Math.max(0, components.columns() - count), components.columns());
    }
}
