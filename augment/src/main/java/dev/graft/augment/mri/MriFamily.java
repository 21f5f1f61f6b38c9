package dev.graft.augment.mri;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class MriFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.ofEntries(
                Map.entry("bias-field", BiasField.class),
                Map.entry("ghosting", Ghosting.class),
                Map.entry("rician-noise", RicianNoise.class));
    }
}
