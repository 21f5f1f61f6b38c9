package dev.graft.augment.tone;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class ToneFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.of(
                "brightness", Brightness.class,
                "contrast", Contrast.class,
                "saturation", Saturation.class,
                "hue", Hue.class,
                "gamma", Gamma.class,
                "posterize", Posterize.class,
                "solarize", Solarize.class,
                "invert", Invert.class,
                "auto-contrast", AutoContrast.class,
                "equalize", Equalize.class);
    }
}
