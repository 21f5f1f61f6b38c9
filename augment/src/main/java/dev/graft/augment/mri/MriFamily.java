package dev.graft.augment.mri;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class MriFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.ofEntries(
                Map.entry("anisotropic", Anisotropic.class),
                Map.entry("bias-field", BiasField.class),
                Map.entry("ghosting", Ghosting.class),
                Map.entry("gibbs", Gibbs.class),
                Map.entry("histogram-shift", HistogramShift.class),
                Map.entry("left-right-flip", LeftRightFlip.class),
                Map.entry("low-resolution", LowResolution.class),
                Map.entry("motion", Motion.class),
                Map.entry("mri-gamma", MriGamma.class),
                Map.entry("rician-noise", RicianNoise.class),
                Map.entry("spike", Spike.class));
    }
}
