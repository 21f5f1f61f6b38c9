package dev.graft.model;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.InferenceSession;
import dev.graft.image.ImageDecoder;
import dev.graft.image.ImageStatistics;
import dev.graft.image.Interpolation;
import dev.graft.image.Resampling;
import dev.graft.image.RgbImage;
import dev.graft.image.ScaledImage;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Classifies images with a trained model. Safe to share between threads: images are decoded side by side, one computes at a
 * time with all the engine's threads. Give several images at once where there are several: a batch of 16 takes less time
 * than 16 images.
 */
public final class Classifier implements AutoCloseable {
    /** Images that are computed at a time. */
    public static final int BATCH = 16;

    private final ModelDescription description;
    private final List<Member> members;
    private final int positiveClass;
    private final Calibration calibration;
    private final GroupScore groupScore;
    private final Optional<InputProfile> known;
    private final ImageDecoder decoder = new ImageDecoder();
    private final Resampling resampling = new Resampling(Interpolation.BILINEAR);
    private final Object lock = new Object();
    private boolean closed;

    /**
     * A network that answers.
     *
     * @param views what it looks at beside an image itself; empty for nothing
     * @param weight of its probabilities; those of all members sum to 1
     */
    record Member(
            ModelDescription description,
            Optional<TestTimeViews> views,
            EngineChoice computing,
            InferenceSession session,
            double weight) {
        /** @param model its parameters of now are used */
        static Member of(TransferModel model, Optional<TestTimeViews> views, Engine engine, double weight) {
            ModelDescription description = model.description();
            EngineChoice computing = engine.choose(model.graph(), description.inputShape(), List.of());
            InferenceSession session = computing
                    .engine()
                    .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs());
            return new Member(description, views, computing, session, weight);
        }

        /** Probabilities of images of its input size. */
        List<List<Double>> probabilities(List<RgbImage> images) {
            try (INDArray result = session.run(description.batch(images))[0]) {
                List<List<Double>> rows = new ArrayList<>();
                for (int row = 0; row < images.size(); row++) {
                    rows.add(description.answer(result, row));
                }
                return rows;
            }
        }
    }

    /**
     * Without calibration; confidences are the network's probabilities.
     *
     * @param model its parameters of now are used
     * @param engine computes
     */
    public Classifier(TransferModel model, Engine engine) {
        this(
                model,
                model.description().classNames().size() - 1,
                Calibration.none(),
                Optional.empty(),
                GroupScore.MEAN_LOGIT,
                Optional.empty(),
                engine);
    }

    /** A model read from a file, with its calibration and what is known of its training images. */
    public Classifier(ModelFile.Saved saved, Engine engine) {
        this(saved, Optional.empty(), engine);
    }

    /**
     * The same with several looks at each image. The calibration was fitted on single looks.
     *
     * @param views what is looked at beside the image itself
     */
    public Classifier(ModelFile.Saved saved, TestTimeViews views, Engine engine) {
        this(saved, Optional.of(views), engine);
    }

    private Classifier(ModelFile.Saved saved, Optional<TestTimeViews> views, Engine engine) {
        this(
                saved.model(),
                saved.positiveClass(),
                saved.calibration(),
                saved.inputs(),
                saved.groupScore(),
                views,
                engine);
    }

    private Classifier(
            TransferModel model,
            int positiveClass,
            Calibration calibration,
            Optional<InputProfile> known,
            GroupScore groupScore,
            Optional<TestTimeViews> views,
            Engine engine) {
        this(List.of(Member.of(model, views, engine, 1)), positiveClass, calibration, known, groupScore);
    }

    /**
     * Several networks that answer with the weighted mean of their probabilities.
     *
     * @param members at least one, of the same classes and input size
     * @param known of the images that all of them learnt from
     */
    Classifier(
            List<Member> members,
            int positiveClass,
            Calibration calibration,
            Optional<InputProfile> known,
            GroupScore groupScore) {
        this.members = List.copyOf(members);
        this.description = members.get(0).description();
        this.positiveClass = positiveClass;
        this.calibration = calibration;
        this.known = known;
        this.groupScore = groupScore;
    }

    /** Who computes; another than the engine that was given if that one cannot. Of several networks, the first one's. */
    public EngineChoice computing() {
        return members.get(0).computing();
    }

    /** Names of the classes, in the order of the probabilities. */
    public List<String> classNames() {
        return description.classNames();
    }

    /** Index of the class that was positive in its training; of the last one if that is not known. */
    public int positiveClass() {
        return positiveClass;
    }

    /** How it answers for a group of images; the mean log odds if its file does not say. */
    public GroupScore groupScore() {
        return groupScore;
    }

    /** What the images it learnt from look like, and which they were; empty if its file does not say. */
    public Optional<InputProfile> inputs() {
        return known;
    }

    /**
     * Classifies an image file.
     *
     * @throws dev.graft.image.UnreadableImageException if it is no readable image
     */
    public Classification classify(Path file) {
        return classifyScaled(List.of(read(file))).get(0);
    }

    /**
     * Reads an image file for {@link #classifyScaled}: resized while it is decoded, so that large photographs take little
     * memory.
     *
     * @throws dev.graft.image.UnreadableImageException if it is no readable image
     */
    public ScaledImage read(Path file) {
        return decoder.decodeScaled(
                file, description.inputShape().width(), description.inputShape().height());
    }

    /**
     * The same of the bytes of an image file.
     *
     * @param name which image, for error messages
     * @throws dev.graft.image.UnreadableImageException if it is no readable image
     */
    public ScaledImage read(byte[] bytes, String name) {
        return decoder.decodeScaled(
                bytes,
                name,
                description.inputShape().width(),
                description.inputShape().height());
    }

    /** Classifies an encoded image, read to its end and not closed; errors as for {@link #classify(Path)}. */
    public Classification classify(InputStream stream) {
        return classify(List.of(decoder.decode(stream))).get(0);
    }

    /** Classifies an image in memory; errors as for {@link #classify(Path)}. */
    public Classification classify(BufferedImage image) {
        return classify(List.of(decoder.decode(image))).get(0);
    }

    /**
     * Classifies decoded images, in batches.
     *
     * @param images of any size, each at its own: only so it can be told whether they resemble the training images
     * @return one answer per image, in order
     */
    public List<Classification> classify(List<RgbImage> images) {
        int width = description.inputShape().width();
        int height = description.inputShape().height();
        return classifyScaled(images.stream()
                .map(image -> ScaledImage.of(image, resampling, width, height))
                .toList());
    }

    /**
     * Classifies images that were {@linkplain #read read} before, in batches.
     *
     * @param images of the model's input size
     * @return one answer per image, in order
     */
    public List<Classification> classifyScaled(List<ScaledImage> images) {
        List<Classification> answers = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            List<ScaledImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
            List<List<Double>> rows =
                    answers(batch.stream().map(ScaledImage::image).toList());
            for (int i = 0; i < batch.size(); i++) {
                answers.add(answer(batch.get(i).original(), rows.get(i)));
            }
        }
        return answers;
    }

    /**
     * The same, with answers that do not depend on which images are asked for together: engines may compute batches of another
     * size in another order, so the last one is filled up. For many images, a few cost as much as a full batch.
     *
     * @param images of the model's input size
     * @return one answer per image, in order
     */
    public List<Classification> classifyInFullBatches(List<ScaledImage> images) {
        List<ScaledImage> filledUp = new ArrayList<>(images);
        while (filledUp.size() % BATCH != 0) {
            filledUp.add(images.get(0));
        }
        return classifyScaled(filledUp).subList(0, images.size());
    }

    /** Probabilities of each image, of all networks. */
    private List<List<Double>> answers(List<RgbImage> images) {
        return together(member -> seen(member, images));
    }

    private List<List<Double>> together(Function<Member, List<List<Double>>> asked) {
        if (members.size() == 1) {
            return asked.apply(members.get(0));
        }
        List<double[]> sums = new ArrayList<>();
        for (Member member : members) {
            List<List<Double>> rows = asked.apply(member);
            for (int i = 0; i < rows.size(); i++) {
                if (sums.size() == i) {
                    sums.add(new double[rows.get(i).size()]);
                }
                for (int c = 0; c < sums.get(i).length; c++) {
                    sums.get(i)[c] += member.weight() * rows.get(i).get(c);
                }
            }
        }
        return sums.stream().map(sum -> DoubleStream.of(sum).boxed().toList()).toList();
    }

    /** Probabilities of each image, over its views if there are any. */
    private List<List<Double>> seen(Member member, List<RgbImage> images) {
        if (member.views().isEmpty()) {
            return probabilities(member, images);
        }
        TestTimeViews views = member.views().get();
        int looks = 1 + views.views();
        List<RgbImage> all =
                images.stream().flatMap(image -> views.of(image).stream()).toList();
        List<List<Double>> rows = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            rows.addAll(probabilities(member, all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        List<List<Double>> means = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += looks) {
            means.add(mean(rows.subList(from, from + looks)));
        }
        return means;
    }

    private static List<Double> mean(List<List<Double>> rows) {
        double[] sums = new double[rows.get(0).size()];
        for (List<Double> row : rows) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += row.get(c);
            }
        }
        return DoubleStream.of(sums).map(sum -> sum / rows.size()).boxed().toList();
    }

    private Classification answer(ImageStatistics original, List<Double> probabilities) {
        int likeliest = 0;
        for (int c = 1; c < probabilities.size(); c++) {
            likeliest = probabilities.get(c) > probabilities.get(likeliest) ? c : likeliest;
        }
        return new Classification(
                likeliest,
                description.classNames().get(likeliest),
                probabilities.get(likeliest),
                calibration.apply(probabilities).get(likeliest),
                probabilities,
                known.map(profile -> profile.differences(original)).orElse(List.of()));
    }

    /**
     * Classifies image files.
     *
     * @return one prediction per file, in order, with the path as name, unknown true class, and the network's probabilities
     * @throws dev.graft.image.UnreadableImageException for a file that is no readable image
     */
    public List<Prediction> predict(List<Path> files) {
        List<Prediction> predictions = new ArrayList<>();
        for (int from = 0; from < files.size(); from += BATCH) {
            List<Path> batch = files.subList(from, Math.min(files.size(), from + BATCH));
            List<Classification> answers =
                    classifyScaled(batch.stream().map(this::read).toList());
            for (int i = 0; i < batch.size(); i++) {
                predictions.add(new Prediction(
                        batch.get(i).toString(), -1, answers.get(i).probabilities()));
            }
        }
        return predictions;
    }

    /**
     * Computes the network's probabilities for images that are resized already, all at once, as they are.
     *
     * @param images of the model's input size
     * @return probabilities per class, one list per image
     * @throws dev.graft.error.GraftException if the model answers with something else than finite numbers
     */
    public List<List<Double>> probabilities(List<RgbImage> images) {
        return together(member -> probabilities(member, images));
    }

    private List<List<Double>> probabilities(Member member, List<RgbImage> images) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The classifier is closed.");
            }
            return member.probabilities(images);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            members.forEach(member -> member.session().close());
        }
    }
}
