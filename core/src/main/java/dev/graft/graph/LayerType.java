package dev.graft.graph;

/**
 * A type of layer that Graft does not have, for backbones and heads of other modules: {@link LayerGraph#custom} adds such
 * layers. Registered for {@link java.util.ServiceLoader} under this interface's name, or models with such layers cannot be
 * loaded again; the file then names {@link #module()}.
 *
 * <p>Compiled engines do not know its layers and leave networks that have some to the reference engine. So does the ONNX
 * export.
 *
 * @param <S> what a layer of this type can be set to: a record of numbers, texts, truth values, enums and lists of these. Its
 *     constructor throws a {@link dev.graft.error.GraftException} for values that are none: they may come from a stranger's file
 */
public interface LayerType<S extends Record> {
    /** What model files call it, the same for ever and unique: {@code org.example.upsampling}. */
    String id();

    /** The artifact that brings it, {@code group:artifact}: what to add where it is missing. */
    String module();

    /** Keras class name of the layers. */
    String kind();

    /** The record of settings. */
    Class<S> settings();

    /** The layer or vertex that DL4J computes. The same settings give the same function. */
    Dl4jPart create(S settings);
}
