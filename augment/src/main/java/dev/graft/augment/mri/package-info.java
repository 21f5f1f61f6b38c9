/**
 * What happens to magnetic resonance images on their way from the head to the screen, as transforms: coil, k-space, noise,
 * resolution, display, and the anatomy's own variety.
 *
 * <p>Pictures are taken for magnitude images: nothing is negative and the background is black. What changes k-space gives
 * back the magnitude of the complex image, as a scanner does. Colour pictures go through it plane by plane. K-space
 * frequencies are counted from the middle: 0 is the mean, {@code -n/2} the lowest of a line of {@code n} samples.
 *
 * <p>Names and settings are those of TorchIO, MONAI and nnU-Net where these have the effect, and each class says in what
 * it differs.
 */
@NullMarked
package dev.graft.augment.mri;

import org.jspecify.annotations.NullMarked;
