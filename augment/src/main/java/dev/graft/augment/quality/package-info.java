/** Transforms that make a picture worse or sharper: noise, blur, sharpness, erased parts. */
package dev.graft.augment.quality;
