/** Whole recipes of augmentation: presets, files, and what runs them. */
package dev.graft.augment.policy;
