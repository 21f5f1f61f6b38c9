package dev.graft.augment.mix;

import java.util.Map;

/** The mixings of this package. */
public final class StandardMixings implements MixingFamily {
    @Override
    public Map<String, Class<? extends Mixing>> mixings() {
        return Map.of("mixup", MixUp.class, "cutmix", CutMix.class);
    }
}
