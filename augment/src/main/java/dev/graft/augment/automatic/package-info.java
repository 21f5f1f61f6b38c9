/**
 * Augmentation drawn from a table of operations and strengths: RandAugment and TrivialAugment, with the tables of {@code
 * torchvision/transforms/v2/_auto_augment.py} (0.28).
 */
@NullMarked
package dev.graft.augment.automatic;

import org.jspecify.annotations.NullMarked;
