/** Synthetic brain-MRI slices. */
package dev.graft.examples.phantom;
