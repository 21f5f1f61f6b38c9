/** Transforms that move pixels: flips, rotation, translation, zoom, shear, crops, elastic deformation. */
package dev.graft.augment.geometry;
