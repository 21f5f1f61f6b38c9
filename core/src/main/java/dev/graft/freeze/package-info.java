/**
 * Which layers learn, and what follows from it: the exact layers, and the part of the network that stays constant.
 */
@NullMarked
package dev.graft.freeze;

import org.jspecify.annotations.NullMarked;
