/**
 * Layers and vertices that DL4J lacks or gets wrong: batch normalization that can be frozen anywhere, activations that leave their input alone, dropout with reproducible masks, squeeze-and-excitation's product, input normalization.
 */
package dev.graft.layer;
