/**
 * Heads: what is trained from scratch on top of a backbone.
 */
@NullMarked
package dev.graft.head;

import org.jspecify.annotations.NullMarked;
