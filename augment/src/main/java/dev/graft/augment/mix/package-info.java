/** Training images made of two, with labels in proportion. */
package dev.graft.augment.mix;
