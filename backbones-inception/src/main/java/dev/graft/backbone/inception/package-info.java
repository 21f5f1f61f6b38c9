/**
 * The Inception family. The graph follows {@code keras/src/applications/inception_v3.py} layer by layer.
 */
package dev.graft.backbone.inception;
