/**
 * Backbones: convolutional networks without their top, found by {@link java.util.ServiceLoader}.
 */
package dev.graft.backbone;
