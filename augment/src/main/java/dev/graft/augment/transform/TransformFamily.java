package dev.graft.augment.transform;

import java.util.Map;

/**
 * Names transforms, so that policies that use them can be read and written. Found by {@link java.util.ServiceLoader}: a
 * module of your own adds its transforms to the JSON form with a family and a line in {@code
 * META-INF/services/dev.graft.augment.transform.TransformFamily}.
 */
public interface TransformFamily {
    /** Name in JSON, lower case with hyphens, to the record that it stands for. */
    Map<String, Class<? extends Transform>> transforms();
}
