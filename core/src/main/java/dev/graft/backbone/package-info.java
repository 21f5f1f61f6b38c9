/**
 * Backbones: convolutional networks without their top, found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.graft.backbone;

import org.jspecify.annotations.NullMarked;
