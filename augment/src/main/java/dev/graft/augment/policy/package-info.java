/** Whole recipes of augmentation: presets, files, and what runs them. */
@NullMarked
package dev.graft.augment.policy;

import org.jspecify.annotations.NullMarked;
