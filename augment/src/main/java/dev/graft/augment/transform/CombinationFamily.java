package dev.graft.augment.transform;

import java.util.Map;

/** Transforms made of transforms. */
public final class CombinationFamily implements TransformFamily {
    @Override
    public Map<String, Class<? extends Transform>> transforms() {
        return Map.of("sometimes", Sometimes.class, "one-of", OneOf.class, "sequence", Sequence.class);
    }
}
