package dev.graft.search.ensemble;

import dev.graft.data.ImageSample;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.image.ScaledImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.model.ModelDescription;
import dev.graft.model.ModelFile;
import dev.graft.result.TrainingResult;
import dev.graft.search.ImageFacts;
import dev.graft.search.Ledger;
import dev.graft.search.Measure;
import dev.graft.search.ScoredTrial;
import dev.graft.search.SearchData;
import dev.graft.search.SearchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a greedy soup of the models that a search kept: one network whose parameters are the mean of several. The best trial
 * begins; the others of the same architecture follow in the order of their validation parts, and one stays in the mean if the
 * validation part does not get worse by it. Running statistics are averaged like parameters. Models that began with different
 * random values have no mean that is of use, and are turned away by their figures.
 *
 * @param data what the search was given
 * @param engine computes
 * @see <a href="https://arxiv.org/abs/2203.05482">Wortsman et al.: Model soups: averaging weights of multiple fine-tuned models
 *     improves accuracy without increasing inference time. ICML 2022</a>, recipe 1
 */
public record GreedySoup(SearchData data, Engine engine) {
    /**
     * Makes it.
     *
     * @param result of the ledger; its measure decides who stays
     * @throws GraftException if no trial is done, the search was in folds, or the best trial's model was not kept
     */
    public Soup of(Ledger ledger, SearchResult result) {
        List<ScoredTrial> trials = Candidates.of(ledger, result);
        Path first = KeptModel.file(ledger, trials.get(0).trial());
        if (!Files.exists(first)) {
            throw new GraftException("The model of the best trial, "
                    + trials.get(0).trial().address().shortForm()
                    + ", was not kept, expected " + first + ". Search with --keep-models into a new ledger.");
        }
        ModelFile.Saved base = ModelFile.load(first);
        try {
            return stirred(ledger, trials, base, result.measure());
        } catch (RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    private Soup stirred(Ledger ledger, List<ScoredTrial> trials, ModelFile.Saved base, Measure measure) {
        List<Soup.Ingredient> ingredients = new ArrayList<>();
        ComputationGraph graph = base.model().graph();
        Part validation = part(base, data.split().validation());
        double[] sum = parameters(graph);
        ImageFacts facts = ImageFacts.of(data);
        List<Prediction> ofSingle = validation.predicted(base);
        List<Prediction> predictions = ofSingle;
        Evaluation best = Judgement.evaluation(predictions, facts);
        ingredients.add(new Soup.Ingredient(trials.get(0), measure.of(best.figures())));
        int considered = 1;
        for (ScoredTrial trial : trials.subList(1, trials.size())) {
            Optional<double[]> other = parameters(
                    KeptModel.file(ledger, trial.trial()), base.model().description(), sum.length);
            if (other.isEmpty()) {
                continue;
            }
            considered++;
            double[] with = plus(sum, other.get());
            set(graph, with, ingredients.size() + 1);
            List<Prediction> tried = validation.predicted(base);
            Evaluation evaluation = Judgement.evaluation(tried, facts);
            // Not so if it is NaN.
            if (measure.of(evaluation.figures()) >= measure.of(best.figures())) {
                sum = with;
                best = evaluation;
                predictions = tried;
                ingredients.add(new Soup.Ingredient(trial, measure.of(best.figures())));
            }
        }
        set(graph, sum, ingredients.size());
        List<Prediction> test = part(base, data.split().test()).predicted(base);
        TrainingResult first = ledger.result(trials.get(0).trial().address());
        return new Soup(
                base,
                measure,
                considered,
                ingredients,
                Judgement.of(predictions, test, facts),
                Judgement.of(ofSingle, first.testPredictions(), facts),
                predictions,
                first);
    }

    /** Images of the model's size. */
    private record Part(List<ImageSample> samples, List<ScaledImage> images, Engine engine) {
        List<Prediction> predicted(ModelFile.Saved saved) {
            List<Prediction> predictions = new ArrayList<>();
            try (Classifier classifier = new Classifier(saved.model(), engine)) {
                List<Classification> answers = classifier.classifyScaled(images);
                for (int i = 0; i < answers.size(); i++) {
                    ImageSample sample = samples.get(i);
                    predictions.add(new Prediction(
                            sample.name(), sample.label(), answers.get(i).probabilities()));
                }
            }
            return predictions;
        }
    }

    private Part part(ModelFile.Saved saved, List<Integer> indices) {
        List<ImageSample> samples =
                indices.stream().map(data.images().samples()::get).toList();
        try (Classifier classifier = new Classifier(saved.model(), engine)) {
            List<ScaledImage> images = samples.stream()
                    .map(sample -> classifier.read(sample.path()))
                    .toList();
            return new Part(samples, images, engine);
        }
    }

    /** Of a model that can be in the same soup; empty of another, or of none. */
    private static Optional<double[]> parameters(Path file, ModelDescription like, int length) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (ModelFile.Saved saved = ModelFile.load(file)) {
            ModelDescription other = saved.model().description();
            boolean alike = other.backbone().equals(like.backbone())
                    && other.head().equals(like.head())
                    && other.inputShape().equals(like.inputShape())
                    && other.preprocessing().equals(like.preprocessing())
                    && other.layerNames().equals(like.layerNames());
            double[] values = alike ? parameters(saved.model().graph()) : new double[0];
            return values.length == length ? Optional.of(values) : Optional.empty();
        }
    }

    private static double[] parameters(ComputationGraph graph) {
        try (INDArray copy = graph.params().dup()) {
            return copy.data().asDouble();
        }
    }

    private static double[] plus(double[] first, double[] second) {
        double[] sum = new double[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return sum;
    }

    private static void set(ComputationGraph graph, double[] sum, int models) {
        float[] values = new float[sum.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sum[i] / models);
        }
        try (INDArray mean = Nd4j.createFromArray(values).reshape(graph.params().shape())) {
            graph.params().assign(mean);
        }
    }
}
