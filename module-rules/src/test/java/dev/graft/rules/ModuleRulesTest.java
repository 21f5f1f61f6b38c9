package dev.graft.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which module may use which, and what holds for all of them. A module's classes are those that lie in its build folder, so a
 * new module is held to the rules without a word here.
 */
class ModuleRulesTest {
    private static final String CORE = "core";

    /** Its tests say what they measured. */
    private static final String TESTKIT = "testkit";

    /** Core and what it is made of: what most modules may use. */
    private static final Set<String> BASE = Set.of(CORE, "keras", "files");

    /** Beside {@link #BASE}, or for those below core instead of it. Modules for people are held to none. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("files", Set.of()),
            Map.entry("keras", Set.of("files")),
            Map.entry(CORE, BASE),
            Map.entry(TESTKIT, and("engine-compiled")),
            Map.entry("engine-cpu", and("engine-compiled")),
            Map.entry("engine-cuda", and("engine-compiled")),
            Map.entry("search", and("run")),
            Map.entry("recommend", and("run", "search")),
            Map.entry("report", and("run", "search", "evaluate")),
            Map.entry("spark", and("run", "search")),
            Map.entry(
                    "graft",
                    and("run", "search", "recommend", "evaluate", "report", "augment", "engine-cpu", "engine-cuda")));

    /** What they hold is for people or tests alone, not for other modules. */
    private static final Set<String> PROGRAMS = Set.of("cli", "examples", "benchmarks", "core-tests", "module-rules");

    /** Holds classes in the name of other projects alone. */
    private static final String STAND_INS = "stand-ins";

    private static final Set<String> FORMATTING = Set.of(
            "String.format(String,Object[])",
            "String.formatted(Object[])",
            "String.toLowerCase()",
            "String.toUpperCase()",
            "PrintStream.printf(String,Object[])",
            "PrintStream.format(String,Object[])",
            "PrintWriter.printf(String,Object[])",
            "PrintWriter.format(String,Object[])",
            "Formatter.<init>()",
            "Formatter.<init>(Appendable)",
            "NumberFormat.getInstance()",
            "NumberFormat.getNumberInstance()",
            "NumberFormat.getIntegerInstance()",
            "NumberFormat.getPercentInstance()",
            "DecimalFormat.<init>()",
            "DecimalFormat.<init>(String)",
            "SimpleDateFormat.<init>(String)",
            "DateTimeFormatter.ofPattern(String)",
            "MessageFormat.<init>(String)",
            "MessageFormat.format(String,Object[])");

    private static final Set<String> ENCODING = Set.of(
            "String.getBytes()",
            "String.<init>(byte[])",
            "String.<init>(byte[],int,int)",
            "InputStreamReader.<init>(InputStream)",
            "OutputStreamWriter.<init>(OutputStream)",
            "FileReader.<init>(File)",
            "FileReader.<init>(String)",
            "FileWriter.<init>(File)",
            "FileWriter.<init>(String)",
            "PrintWriter.<init>(OutputStream)",
            "PrintWriter.<init>(OutputStream,boolean)",
            "PrintWriter.<init>(File)",
            "PrintWriter.<init>(String)",
            "PrintStream.<init>(OutputStream)",
            "PrintStream.<init>(OutputStream,boolean)",
            "Scanner.<init>(InputStream)",
            "Scanner.<init>(Path)",
            "ByteArrayOutputStream.toString()",
            "Charset.defaultCharset()");

    private static final Map<String, JavaClasses> modules = new TreeMap<>();
    private static JavaClasses library;
    private static JavaClasses everything;

    private static Set<String> and(String... others) {
        return Stream.concat(BASE.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    @BeforeAll
    static void read() throws IOException {
        List<String> held = new ArrayList<>(named());
        held.removeAll(PROGRAMS);
        held.remove(STAND_INS);
        List<Path> folders = held.stream()
                .map(ModuleRulesTest::classes)
                .filter(Files::isDirectory)
                .toList();
        everything = new ClassFileImporter()
                .importPaths(Stream.concat(folders.stream(), Stream.of(classes("cli")))
                        .toList());
        library = everything.that(liesIn(folders));
        for (Path folder : folders) {
            modules.put(folder.getName(folder.getNameCount() - 3).toString(), library.that(liesIn(List.of(folder))));
        }
    }

    private static Path classes(String module) {
        return Path.of("..", module, "target", "classes").toAbsolutePath().normalize();
    }

    private static DescribedPredicate<JavaClass> liesIn(List<Path> folders) {
        return DescribedPredicate.describe(
                "lie in " + folders, type -> folders.stream().anyMatch(place(type)::startsWith));
    }

    private static Path place(JavaClass type) {
        return Path.of(type.getSource().orElseThrow().getUri());
    }

    private static List<String> named() throws IOException {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** A module that is not compiled would be held to no rule. */
    @Test
    void everyModuleOfTheBuildIsHeldToTheRules() throws IOException {
        Set<String> expected = new TreeSet<>(named());
        expected.removeAll(PROGRAMS);
        expected.remove(STAND_INS);

        assertThat(expected)
                .contains(
                        CORE,
                        "files",
                        "keras",
                        "augment",
                        "export",
                        "engine-cpu",
                        "backbones-vgg",
                        "run",
                        "evaluate",
                        "search",
                        "recommend",
                        "spark",
                        "graft");
        assertThat(modules.keySet()).isEqualTo(expected);
        modules.forEach((name, classes) -> assertThat(classes).as(name).isNotEmpty());
    }

    @Test
    void modulesUseOnlyWhatIsBelowThem() {
        modules.forEach((name, classes) -> {
            Set<String> allowed = new TreeSet<>(ALLOWED.getOrDefault(name, BASE));
            allowed.add(name);
            noClasses()
                    .should()
                    .dependOnClassesThat(ourOwnBut(allowed))
                    .because("module " + name + " may use " + allowed)
                    .check(classes);
        });
    }

    /** Classes of this project that lie in none of the named modules. */
    private static DescribedPredicate<JavaClass> ourOwnBut(Set<String> allowed) {
        return DescribedPredicate.describe(
                "are of another module than " + String.join(", ", allowed),
                type -> type.getPackageName().startsWith("dev.graft")
                        && allowed.stream()
                                .noneMatch(module -> modules.get(module).contain(outermost(type))));
    }

    private static String outermost(JavaClass type) {
        return type.getBaseComponentType().getName();
    }

    /** The picture is drawn from the modules' poms: if this fails, put what it expects into the document. */
    @Test
    void theDocumentShowsWhatUsesWhat() throws IOException {
        Map<String, Set<String>> used = new TreeMap<>();
        for (String name : named()) {
            used.put(name, below(name, new TreeSet<>()));
        }
        StringBuilder picture = new StringBuilder("```mermaid\ngraph BT\n");
        used.forEach((name, below) -> below.stream()
                .filter(each ->
                        below.stream().noneMatch(other -> used.get(other).contains(each)))
                .forEach(each -> picture.append("    " + name + " --> " + each + "\n")));

        assertThat(Files.readString(Path.of("../docs/architecture.md"))).contains(picture.append("```"));
    }

    /** All modules that a module has on its class path, not for tests alone. */
    private static Set<String> below(String name, Set<String> found) throws IOException {
        String pom = Files.readString(Path.of("..", name, "pom.xml"));
        Pattern dependency = Pattern.compile("<dependency>\\s*<groupId>dev\\.graft</groupId>\\s*<artifactId>(graft-)?"
                + "([^<]+)</artifactId>\\s*</dependency>");
        for (String direct :
                dependency.matcher(pom).results().map(result -> result.group(2)).toList()) {
            if (found.add(direct)) {
                below(direct, found);
            }
        }
        return found;
    }

    /** Two modules with the same package cannot be Java modules. */
    @Test
    void noPackageIsSplitBetweenModules() {
        Map<String, String> owners = new TreeMap<>();
        modules.forEach((name, classes) -> classes.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .forEach(each -> assertThat(owners.put(each, name))
                        .as("first owner of " + each)
                        .isNull()));
    }

    @Test
    void onlyTheWiringKnowsGuice() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.graft.guice")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.inject..")
                .because("users may wire by hand; jakarta.inject's annotations are enough")
                .check(library);
    }

    @Test
    void theLibraryDoesNotPrint() {
        modules.forEach((name, classes) -> {
            if (!name.equals(TESTKIT)) {
                GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
            }
        });
    }

    /** In Persian or Arabic, digits would come out that no program reads back; in Turkish, "ID" has no "id". */
    @Test
    void nothingFormatsWithoutALocale() {
        noClasses()
                .should(callWithoutItsLocale())
                .because("results must not depend on where they are made; say Locale.ROOT")
                .check(everything);
    }

    /** In a container, Java 17 would take ASCII for both. */
    @Test
    void nothingEncodesWithoutACharset() {
        noClasses()
                .should(ArchConditions.callCodeUnitWhere(DescribedPredicate.describe(
                        "depends on the default charset", call -> ENCODING.contains(signature(call.getTarget())))))
                .because("files must not depend on where they are made; say StandardCharsets.UTF_8")
                .check(everything);
    }

    private static ArchCondition<JavaClass> callWithoutItsLocale() {
        return ArchConditions.callCodeUnitWhere(DescribedPredicate.describe(
                "depends on the default locale", call -> FORMATTING.contains(signature(call.getTarget()))));
    }

    private static String signature(AccessTarget.CodeUnitCallTarget target) {
        return target.getOwner().getSimpleName() + "." + target.getName()
                + target.getRawParameterTypes().stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    @Test
    void theLibraryLogsThroughSlf4j() {
        // ArchUnit's own rule sees loggers in fields only.
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(library);
    }

    /** A training may change without a backbone, an engine, an augmentation or an export noticing. */
    @Test
    void whatTrainingsUseKnowsNothingOfThem() {
        modules.forEach((name, classes) -> {
            if (name.matches("backbones-.*|engine-.*|augment|export")) {
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.graft.train..", "dev.graft.run..", "dev.graft.diagnosis..")
                        .because("module " + name + " is used by trainings and uses none")
                        .check(classes);
            }
        });
    }

    /** The compiler looks for null where a package asks for it. */
    @Test
    void everyPackageOfOursIsNullMarked() throws IOException {
        for (String name : named()) {
            if (name.equals(STAND_INS)) {
                continue;
            }
            Path sources = Path.of("..", name, "src", "main", "java");
            for (Path folder : packages(sources)) {
                assertThat(folder.resolve("package-info.java")).content().contains("\n@NullMarked\npackage ");
            }
        }
    }

    private static Set<Path> packages(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void packagesAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.graft.(**)")
                .should()
                .beFreeOfCycles()
                .check(library);
    }
}
