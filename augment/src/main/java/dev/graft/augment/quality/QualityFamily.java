package dev.graft.augment.quality;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class QualityFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.of(
                "gaussian-noise", GaussianNoise.class,
                "gaussian-blur", GaussianBlur.class,
                "sharpness", Sharpness.class,
                "cutout", Cutout.class);
    }
}
