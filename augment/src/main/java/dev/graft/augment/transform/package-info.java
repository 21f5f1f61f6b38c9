/** What a change of a picture is, how changes are put together, and how their ranges of values are given. */
@NullMarked
package dev.graft.augment.transform;

import org.jspecify.annotations.NullMarked;
