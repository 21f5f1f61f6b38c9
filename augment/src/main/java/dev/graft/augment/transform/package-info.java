/** What a change of a picture is, how changes are put together, and how their ranges of values are given. */
package dev.graft.augment.transform;
