/**
 * A backbone with a head, its file, and predictions with it.
 */
@NullMarked
package dev.graft.model;

import org.jspecify.annotations.NullMarked;
