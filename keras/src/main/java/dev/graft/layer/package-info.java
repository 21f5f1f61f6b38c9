/**
 * Layers, vertices and losses that DL4J lacks or gets wrong: batch normalization that can be frozen anywhere, activations that leave their input alone, dropout with reproducible masks, squeeze-and-excitation's product, input normalization, a cross-entropy that is exact for every logit.
 */
@NullMarked
package dev.graft.layer;

import org.jspecify.annotations.NullMarked;
