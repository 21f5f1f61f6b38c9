package dev.graft.augment.mix;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.augmentation.ImageMixing;

/** One way to mix images; a record whose components are its JSON form, beside its name in {@code mixing}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mixing")
public interface Mixing extends ImageMixing {}
