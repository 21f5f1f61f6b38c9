/** Transforms that move pixels: flips, rotation, translation, zoom, shear, crops, elastic deformation. */
@NullMarked
package dev.graft.augment.geometry;

import org.jspecify.annotations.NullMarked;
