package dev.graft.augment.geometry;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class GeometryFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.of(
                "horizontal-flip", HorizontalFlip.class,
                "vertical-flip", VerticalFlip.class,
                "rotation", Rotation.class,
                "translation", Translation.class,
                "zoom", Zoom.class,
                "shear", Shear.class,
                "affine", Affine.class,
                "crop-and-resize", CropAndResize.class,
                "elastic", Elastic.class);
    }
}
