/**
 * Trained models for other programs: ONNX.
 */
package dev.graft.export;
