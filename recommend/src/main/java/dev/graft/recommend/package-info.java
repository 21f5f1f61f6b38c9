/**
 * Before any training: which backbone, weights, preprocessing, size and cut suit the images, by a probe on frozen features.
 */
@NullMarked
package dev.graft.recommend;

import org.jspecify.annotations.NullMarked;
