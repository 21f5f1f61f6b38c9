/**
 * The VGG family. The graphs follow {@code keras/src/applications/vgg16.py} and {@code vgg19.py} layer by layer.
 */
@NullMarked
package dev.graft.backbone.vgg;

import org.jspecify.annotations.NullMarked;
