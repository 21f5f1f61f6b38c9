/**
 * Transforms that change values and leave pixels where they are: brightness, contrast, colour, gamma, and the pointwise
 * operations of RandAugment. Definitions are those of {@code torchvision.transforms.v2.functional} (file {@code
 * _color.py}) on floats, scaled to 0..255; where those take bytes alone, values are rounded to whole numbers first.
 */
@NullMarked
package dev.graft.augment.tone;

import org.jspecify.annotations.NullMarked;
