/**
 * What a model looked at: Grad-CAM, pictures of it, and how well its heat agrees with a mask.
 */
package dev.graft.explain;
