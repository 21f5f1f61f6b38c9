/**
 * Transfer learning for image classification: {@link dev.graft.Graft} is the way in.
 */
@NullMarked
package dev.graft;

import org.jspecify.annotations.NullMarked;
