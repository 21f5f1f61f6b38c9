/** Training images made of two, with labels in proportion. */
@NullMarked
package dev.graft.augment.mix;

import org.jspecify.annotations.NullMarked;
