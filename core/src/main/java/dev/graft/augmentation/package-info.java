/**
 * What core knows of augmentation: an image, a seed, and out comes a changed image. Which changes there are is the
 * business of the module {@code graft-augment}, or of anybody who implements {@link ImageAugmentation}.
 *
 * <p>Augmentation works on 8-bit RGB at the network's input size, before the backbone's preprocessing, on the train part
 * alone. What becomes of an image depends on a seed, the image's bytes and the epoch, on nothing else: not on threads, not
 * on the order of images.
 */
@NullMarked
package dev.graft.augmentation;

import org.jspecify.annotations.NullMarked;
