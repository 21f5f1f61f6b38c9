/** Transforms that make a picture worse or sharper: noise, blur, sharpness, erased parts. */
@NullMarked
package dev.graft.augment.quality;

import org.jspecify.annotations.NullMarked;
