/**
 * The ResNet family. The graph follows {@code keras/src/applications/resnet.py} layer by layer.
 */
package dev.graft.backbone.resnet;
