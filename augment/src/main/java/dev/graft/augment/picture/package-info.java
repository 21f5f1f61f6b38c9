/**
 * The working copy of an image while transforms change it: bytes as long as pixels are only moved, then float planes, one
 * for a grey image and three for a coloured one, with spare buffers, so that a transform allocates nothing per pixel.
 * Movements of pixels are collected and done in one resampling.
 */
@NullMarked
package dev.graft.augment.picture;

import org.jspecify.annotations.NullMarked;
