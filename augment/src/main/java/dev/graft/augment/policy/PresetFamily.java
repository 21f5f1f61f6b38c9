package dev.graft.augment.policy;

import java.util.List;

/**
 * Policies with names. Found by {@link java.util.ServiceLoader}: a module of your own adds its presets with a family and a
 * line in {@code META-INF/services/dev.graft.augment.policy.PresetFamily}.
 */
public interface PresetFamily {
    /** The policies; {@link AugmentationPolicy#name()} is the name of each, lower case with hyphens. */
    List<AugmentationPolicy> presets();
}
