/**
 * What a model looked at: Grad-CAM, pictures of it, and how well its heat agrees with a mask.
 */
@NullMarked
package dev.graft.explain;

import org.jspecify.annotations.NullMarked;
