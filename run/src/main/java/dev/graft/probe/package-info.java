/**
 * Logistic regression on features that do not change: what they say of the classes without any training, for recommendations
 * and as a start for heads.
 */
@NullMarked
package dev.graft.probe;

import org.jspecify.annotations.NullMarked;
