package dev.graft.augment.automatic;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import java.util.Map;

/** The transforms of this package. */
public final class AutomaticFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.of("rand-augment", RandAugment.class, "trivial-augment", TrivialAugment.class);
    }
}
