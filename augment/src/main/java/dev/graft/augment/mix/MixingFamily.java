package dev.graft.augment.mix;

import java.util.Map;

/**
 * Names mixings, so that policies that use them can be read and written. Found by {@link java.util.ServiceLoader}, by a line
 * in {@code META-INF/services/dev.graft.augment.mix.MixingFamily}.
 */
public interface MixingFamily {
    /** Name in JSON, lower case with hyphens, to the record that it stands for. */
    Map<String, Class<? extends Mixing>> mixings();
}
