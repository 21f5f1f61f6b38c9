/**
 * The VGG family. The graphs follow {@code keras/src/applications/vgg16.py} and {@code vgg19.py} layer by layer.
 */
package dev.graft.backbone.vgg;
