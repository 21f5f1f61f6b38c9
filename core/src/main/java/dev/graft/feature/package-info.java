/**
 * Features of frozen layers. What lies below the first learning layer gives the same result for an image in every epoch,
 * so it is computed once and kept in memory or in a file; what cannot be kept is computed again, with
 * identical values. Trainings that go on together compute what their networks have in common once.
 */
@NullMarked
package dev.graft.feature;

import org.jspecify.annotations.NullMarked;
