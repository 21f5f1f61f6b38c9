/**
 * Transfer learning for image classification: {@link dev.graft.Graft} is the way in.
 */
package dev.graft;
