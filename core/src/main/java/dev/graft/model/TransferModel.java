package dev.graft.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.dl4j.OneDnnHelpers;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerInfo;
import dev.graft.graph.LayerTypes;
import dev.graft.graph.NetworkLayer;
import dev.graft.graph.NetworkMemory;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.ParameterStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * A backbone with a head for given classes: one DL4J graph and all that is needed to use it.
 *
 * <p>The graph itself is not frozen anywhere: a {@link FreezePolicy} is applied when a training is prepared, so the same
 * model can go through several phases. Not thread-safe while it trains.
 *
 * <p>The parameters lie outside Java's heap. Who builds many models closes each; one that is not closed is freed with its
 * object.
 */
public final class TransferModel implements AutoCloseable {
    private final ModelDescription description;
    private final ComputationGraph graph;
    private volatile boolean closed;

    TransferModel(ModelDescription description, ComputationGraph graph) {
        this.description = description;
        this.graph = graph;
    }

    /** Starts to assemble a model on a backbone. */
    public static Builder on(Backbone backbone) {
        return new Builder(backbone);
    }

    /**
     * Builds a model that was described, with its parameters. What it takes is bounded by what there is to read.
     *
     * @throws GraftException if the description is of no classifier, or the parameters are not those of its layers
     */
    static TransferModel restore(ModelDescription description, LayerTypes types, ParameterStream parameters)
            throws IOException {
        DescribedNetwork.check(description);
        OneDnnHelpers.enable();
        ComputationGraphConfiguration network = DescribedNetwork.configuration(description, types);
        // Before they are allocated.
        long expected = NetworkConfiguration.parameters(network);
        if (expected != parameters.values()) {
            throw new GraftException("The layers have " + expected + " parameters, found " + parameters.values() + ".");
        }
        ComputationGraph graph = new ComputationGraph(network);
        try {
            graph.init();
            parameters.loadInto(graph, description.layerNames());
        } catch (IOException | RuntimeException e) {
            NetworkMemory.release(graph);
            throw e;
        }
        return new TransferModel(description, graph);
    }

    /** What it is made of. */
    public ModelDescription description() {
        return description;
    }

    /**
     * The network; its parameters are the model's.
     *
     * @throws IllegalStateException if the model is closed
     */
    public ComputationGraph graph() {
        if (closed) {
            throw new IllegalStateException("The model is closed.");
        }
        return graph;
    }

    /** Layers of the backbone in order, as Keras counts them. */
    public List<LayerInfo> backboneLayers() {
        return layers().subList(0, description.backboneLayers().size());
    }

    private List<LayerInfo> layers() {
        List<NetworkLayer> all = new ArrayList<>(description.backboneLayers());
        all.addAll(description.headLayers());
        return List.copyOf(NetworkConfiguration.infos(graph.getConfiguration(), description.inputShape(), all));
    }

    /** Names of the head's layers, which always learn. */
    public List<String> headLayers() {
        return description.headLayers().stream().map(NetworkLayer::name).toList();
    }

    /** Name of the layer with the backbone's feature map. */
    public String featureLayer() {
        List<NetworkLayer> layers = description.backboneLayers();
        return layers.get(layers.size() - 1).name();
    }

    /** Names of all layers of backbone and head whose output is a feature map, in order, the input not among them. */
    public List<String> featureMaps() {
        Map<String, InputType> outputs = graph.getConfiguration()
                .getLayerActivationTypes(false, false, NetworkConfiguration.inputType(description.inputShape()));
        return Stream.concat(description.backboneLayers().stream(), description.headLayers().stream())
                .map(NetworkLayer::name)
                .filter(name -> graph.getConfiguration().getVertices().containsKey(name))
                .filter(name -> outputs.get(name) instanceof InputTypeConvolutional)
                .toList();
    }

    /** Number of parameters of backbone and head as Keras counts them, running statistics included. */
    public long parameters() {
        return layers().stream().mapToLong(LayerInfo::parameters).sum();
    }

    /** Number of parameters of the head that learn. */
    public long headTrainableParameters() {
        return layers().stream()
                .skip(description.backboneLayers().size())
                .mapToLong(LayerInfo::trainableParameters)
                .sum();
    }

    /** Applies a policy to this model's backbone; errors as for {@link FreezePolicy#resolve}. */
    public ResolvedFreeze resolve(FreezePolicy policy) {
        return policy.resolve(backboneLayers());
    }

    /** What stays constant for an image while the model trains under a policy. */
    public FrozenPrefix frozenPrefix(ResolvedFreeze freeze) {
        Set<String> unfrozen = new HashSet<>(freeze.unfrozen());
        unfrozen.addAll(headLayers());
        return FrozenPrefix.of(graph.getConfiguration(), unfrozen::contains);
    }

    /** Frees the parameters; the model is of no use afterwards. Does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        NetworkMemory.release(graph);
    }

    /** Assembles a {@link TransferModel}. */
    public static final class Builder {
        private final Backbone backbone;
        private Head head = DenseHead.averagePooling();
        private List<String> classNames = List.of();
        private InputShape inputShape;
        private @Nullable Preprocessing preprocessing;
        private BackboneWeights weights;
        private long seed = 42;

        private Builder(Backbone backbone) {
            this.backbone = backbone;
            this.inputShape = InputShape.square(backbone.spec().defaultSize());
            this.weights = BackboneWeights.random();
        }

        /** Head; global average pooling and softmax by default. */
        public Builder head(Head head) {
            this.head = head;
            return this;
        }

        /** Names of the classes in order of their index, at least two. */
        public Builder classes(List<String> names) {
            this.classNames = List.copyOf(names);
            return this;
        }

        /** Side of the square input in pixels; the backbone's own by default. */
        public Builder size(int pixels) {
            return inputShape(InputShape.square(pixels));
        }

        /** Images of another shape than a square one. */
        public Builder inputShape(InputShape images) {
            this.inputShape = images;
            return this;
        }

        /** Another preprocessing than the one that the weights expect; it is recorded. */
        public Builder preprocessing(Preprocessing preprocessing) {
            this.preprocessing = preprocessing;
            return this;
        }

        /** Weights of the backbone; random ones by default. */
        public Builder weights(BackboneWeights weights) {
            this.weights = weights;
            return this;
        }

        /** Seed of the initial values and of dropout. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Builds the graph and loads the weights.
         *
         * @throws GraftException for fewer than two classes, images that the backbone does not take, or weights that do not fit
         */
        public TransferModel build() {
            BackboneSpec spec = backbone.spec();
            check(spec);
            OneDnnHelpers.enable();
            GraphBuilder builder = NetworkConfiguration.builder(seed);
            LayerGraph layers = new LayerGraph(builder, inputShape, seed);
            layers.initialValuesWillBeLoaded(weights.pretrained());
            backbone.addTo(layers);
            layers.initialValuesWillBeLoaded(false);
            List<NetworkLayer> backboneLayers = layers.layers();
            String output = head.addTo(layers, layers.last(), classNames.size());
            if (!output.equals(layers.last())) {
                throw new GraftException("The head ends with '" + output + "' but added '" + layers.last()
                        + "' last. Add the classifying layer last.");
            }
            builder.setOutputs(output);
            builder.setInputTypes(NetworkConfiguration.inputType(inputShape));
            ComputationGraph graph = new ComputationGraph(builder.build());
            graph.init();
            try {
                weights.loadInto(
                        graph, backboneLayers.stream().map(NetworkLayer::name).toList());
            } catch (RuntimeException | Error e) {
                NetworkMemory.release(graph);
                throw e;
            }
            List<NetworkLayer> all = layers.layers();
            ModelDescription description = new ModelDescription(
                    spec.id(),
                    weights.describe(),
                    inputShape,
                    preprocessing == null ? weights.preprocessing().orElse(spec.preprocessing()) : preprocessing,
                    head.describe(),
                    classNames,
                    seed,
                    backboneLayers,
                    all.subList(backboneLayers.size(), all.size()));
            return new TransferModel(description, graph);
        }

        private void check(BackboneSpec spec) {
            if (classNames.size() < 2) {
                throw new GraftException("A classifier needs at least two classes, found " + classNames + ".");
            }
            spec.requireAccepts(inputShape);
        }
    }
}
