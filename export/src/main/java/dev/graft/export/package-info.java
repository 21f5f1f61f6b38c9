/**
 * Trained models for other programs: ONNX.
 */
@NullMarked
package dev.graft.export;

import org.jspecify.annotations.NullMarked;
