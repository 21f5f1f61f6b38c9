package dev.graft.report;

import dev.graft.evaluate.EvaluationSummary;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelDescription;
import dev.graft.provenance.GraftVersion;
import dev.graft.provenance.Provenance;
import dev.graft.result.ChanceSentence;
import dev.graft.result.Figure;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.PartSummary;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody must know before using a model, on a page: what it tells apart, from what data, how well, and what it cannot
 * do (Mitchell et al.: Model Cards for Model Reporting. FAT* 2019). Equal input gives equal text.
 *
 * @param description what it is made of
 * @param parameters number of its parameters
 * @param provenance how it was made
 * @param calibration of its probabilities
 * @param inputs what its training images look like, if that is known
 * @param result of its training; without it the card has no figures and says so
 * @param evaluations on images of other places, may be empty
 */
public record ModelCard(
        ModelDescription description,
        long parameters,
        Provenance provenance,
        Calibration calibration,
        Optional<InputProfile> inputs,
        Optional<TrainingResult> result,
        List<EvaluationSummary> evaluations) {
    public ModelCard {
        evaluations = List.copyOf(evaluations);
    }

    /** The card as Markdown. */
    public String markdown() {
        return "# Model card: " + CardSection.plain(title()) + "\n\n" + CardSection.plain(verdict()) + "\n\n"
                + sections().stream().map(CardSection::markdown).collect(Collectors.joining())
                + "Made by Graft " + GraftVersion.text() + ".\n";
    }

    /** The card as a self-contained HTML page. */
    public String html() {
        return Html.of(JtecardGenerated::render, this);
    }

    /**
     * Writes the card, as HTML if the file's name ends in {@code .html}, else as Markdown; whole or not at all.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void write(Path file) {
        boolean page = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".html");
        PageWriter.write(page ? html() : markdown(), file.toAbsolutePath());
    }

    String title() {
        return result.map(TrainingResult::title).orElse(description.backbone() + " for " + classes());
    }

    private String classes() {
        return ManyClasses.are(description.classNames())
                ? Numbers.count(description.classNames().size()) + " classes"
                : String.join(", ", description.classNames());
    }

    String verdict() {
        return result.map(r -> Verdict.of(r).sentence() + " " + Verdict.of(r).context())
                .orElse("The result of its training is not known, so this card has no figures.");
    }

    List<CardSection> sections() {
        List<CardSection> sections = new ArrayList<>();
        sections.add(model());
        result.ifPresent(r -> sections.add(data(r)));
        result.ifPresent(r -> sections.add(figures(r)));
        if (!evaluations.isEmpty()) {
            sections.add(elsewhere());
        }
        sections.add(new CardSection("Limits", limits(), List.of()));
        sections.add(making());
        if (ManyClasses.are(description.classNames())) {
            sections.add(result.map(ModelCard::classTable).orElseGet(this::classList));
        }
        return sections;
    }

    private CardSection model() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Model", ""));
        rows.add(List.of(
                "Tells apart", classes() + (ManyClasses.are(description.classNames()) ? ", listed at the end" : "")));
        rows.add(List.of("Backbone", description.backbone() + ", began with the weights " + description.weights()));
        rows.add(List.of("Head", description.head()));
        rows.add(List.of("Parameters", Numbers.count(parameters)));
        rows.add(List.of(
                "Input",
                description.inputShape().width() + " x "
                        + description.inputShape().height() + " px, RGB, preprocessing "
                        + description.preprocessing().id()));
        inputs.ifPresent(profile -> rows.add(List.of("Made for", kind(profile))));
        rows.add(List.of(
                "Confidence",
                calibration.fitted()
                        ? String.format(
                                Locale.ROOT,
                                "calibrated: temperature %.2f, fitted on %s",
                                calibration.temperature(),
                                Numbers.counted(calibration.images(), "validation image"))
                        : "not calibrated: the network's probabilities"));
        return new CardSection("Model", List.of(), rows);
    }

    private static String kind(InputProfile profile) {
        String colour = profile.colour() == 0
                ? "greyscale"
                : profile.colour() == profile.images() ? "colour" : "greyscale and colour";
        return String.format(
                Locale.ROOT,
                "%s images with sides of %s px, mean intensity %.0f ± %.0f of 255",
                colour,
                profile.sides(),
                profile.brightness().mean(),
                profile.brightness().deviation());
    }

    private static CardSection data(TrainingResult r) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("Part"));
        boolean many = ManyClasses.are(r.classNames());
        header.addAll(many ? List.of("Images") : r.classNames());
        header.add("Groups");
        rows.add(header);
        for (PartSummary part : r.parts()) {
            List<String> row = new ArrayList<>(List.of(part.name()));
            (many ? List.of(part.images()) : part.imagesPerClass()).forEach(count -> row.add(Numbers.count(count)));
            row.add(part.groups() < 0 ? Numbers.UNDEFINED : Numbers.count(part.groups()));
            rows.add(row);
        }
        List<String> sentences = new ArrayList<>(r.splitGuarantees());
        r.chanceTest().ifPresent(test -> sentences.add(ChanceSentence.of(test)));
        r.comparison().ifPresent(comparison -> sentences.add(new ComparisonTable(comparison).summary()));
        return new CardSection("Data", sentences, rows);
    }

    private static CardSection figures(TrainingResult r) {
        ShownPart shown = ShownPart.of(r);
        List<List<String>> rows = new ArrayList<>();
        Optional<Evaluation> byGroup = r.byGroup().flatMap(groups -> groups.shown(shown));
        List<String> header = new ArrayList<>(List.of("On the " + shown.name() + " part", "", "95 % interval"));
        byGroup.ifPresent(groups -> header.addAll(List.of("By group", "95 % interval")));
        rows.add(header);
        for (Figure figure : Figure.of(r.classNames(), r.positiveClass())) {
            List<String> row = new ArrayList<>(List.of(
                    figure.name() + ": " + lowerCase(figure.meaning()),
                    figure.text(shown.evaluation()),
                    figure.range(shown.evaluation())));
            byGroup.ifPresent(groups -> row.addAll(List.of(figure.text(groups), figure.range(groups))));
            rows.add(row);
        }
        List<String> sentences = new ArrayList<>(
                List.of(FigureTables.intervals(shown.evaluation().resampling())));
        r.byGroup().map(GroupWords::new).ifPresent(words -> sentences.addAll(List.of(words.how(), words.choice())));
        return new CardSection("Figures", sentences, rows);
    }

    /** One line an evaluation. */
    private CardSection elsewhere() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("On other images", "Cases", "Accuracy", "95 % interval", "ROC-AUC", "95 % interval"));
        evaluations.forEach(each -> rows.add(List.of(
                each.title()
                        + (each.recognised() > 0 ? ", " + each.recognised() + " images known from the training" : ""),
                each.cases(),
                Numbers.percent(each.accuracy().value()),
                Numbers.percentRange(each.accuracy().interval()),
                Numbers.ratio(each.area().value()),
                Numbers.ratioRange(each.area().interval()))));
        return new CardSection("External evaluation", List.of(), rows);
    }

    /** Of many classes the images and how many of them are found. */
    private static CardSection classTable(TrainingResult r) {
        ShownPart shown = ShownPart.of(r);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("Class"));
        r.parts().forEach(part -> header.add(part.name() + " images"));
        header.addAll(List.of("Found in the " + shown.name() + " part", "95 % interval"));
        rows.add(header);
        for (int c = 0; c < r.classNames().size(); c++) {
            List<String> row = new ArrayList<>(List.of(r.classNames().get(c)));
            for (PartSummary part : r.parts()) {
                row.add(Numbers.count(part.imagesPerClass().get(c)));
            }
            Figures found = shown.evaluation().classes().get(c);
            row.add(Numbers.percent(found.value(Metric.SENSITIVITY)));
            row.add(Numbers.percentRange(found.interval(Metric.SENSITIVITY)));
            rows.add(row);
        }
        return new CardSection("Classes", List.of(), rows);
    }

    private CardSection classList() {
        return new CardSection("Classes", description.classNames(), List.of());
    }

    private static String lowerCase(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        limits.add("It knows these classes alone: an image of anything else gets one of them, too.");
        limits.add(
                inputs.isPresent()
                        ? "An image of another kind than it was made for (size, colour, intensity) is flagged when it is"
                                + " classified; an unknown content is not."
                        : "Nobody looked at the training images' kind, so nothing tells when an image is of another one.");
        limits.add(
                "The figures hold for images like those of the data set. Other devices, hospitals, cameras or people may"
                        + " give worse ones: test it on your own images first.");
        limits.add("It is not a medical device.");
        result.ifPresent(r -> {
            limits.addAll(r.splitWarnings());
            r.findings().forEach(finding -> limits.add(finding.sentence()));
            if (!r.unreadable().isEmpty()) {
                limits.add(Numbers.counted(r.unreadable().size(), "unreadable file") + " took no part.");
            }
        });
        return limits;
    }

    private CardSection making() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Setting", "Value"));
        provenance
                .sections()
                .forEach((section, settings) -> settings.forEach(
                        (key, value) -> rows.add(List.of(section + ": " + key, String.valueOf(value)))));
        return new CardSection("Provenance", List.of(), rows.size() == 1 ? List.of() : rows);
    }
}
