package dev.etagere;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom; the table is the design's. */
class ArchitectureTest {

    private static final String BASE = "dev.etagere";

    /** Past about 400 lines a file tells two stories; this is where "about" ends. */
    private static final int MAX_LINES = 420;

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(BASE);

    /** Each package (without the base) and the packages that it may import; {@code ""} is the base package. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("http", Set.of()),
            Map.entry("event", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("store.memory", Set.of("store")),
            Map.entry("store.redis", Set.of("store")),
            Map.entry("store.tiered", Set.of("store")),
            Map.entry("cache", Set.of("store", "event")),
            Map.entry("response", Set.of("http", "cache", "event")),
            Map.entry("servlet", Set.of("response", "http", "")),
            Map.entry("jaxrs", Set.of("response", "http", "event", "")),
            Map.entry("persistence", Set.of("event", "cache", "")),
            Map.entry("admin", Set.of("response", "cache", "event", "")),
            Map.entry("config", Set.of("http", "event", "store", "store.memory", "store.redis", "store.tiered", "cache", "response",
                    "persistence")),
            Map.entry("", Set.of("config", "http", "event", "store", "store.memory", "store.redis", "store.tiered", "cache", "response",
                    "persistence")));

    /** Each library, and the packages that may use it. Whoever does not use a part does not need its dependency. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("jakarta.servlet", Set.of("servlet", "admin")),
            Map.entry("jakarta.ws.rs", Set.of("jaxrs")),
            Map.entry("jakarta.persistence", Set.of("persistence")),
            Map.entry("jakarta.transaction", Set.of("persistence")),
            Map.entry("jakarta.enterprise", Set.of("persistence")),
            Map.entry("javax.naming", Set.of("persistence")),
            Map.entry("org.hibernate", Set.of("persistence")),
            Map.entry("redis.clients", Set.of("store.redis")),
            Map.entry("com.github.benmanes.caffeine", Set.of("store.memory")),
            Map.entry("com.fasterxml.jackson", Set.of("cache")),
            Map.entry("org.snakeyaml", Set.of("config")),
            Map.entry("io.micrometer", Set.of("admin")));

    private static String full(String name) {
        return name.isEmpty() ? BASE : BASE + "." + name;
    }

    static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    static Stream<String> libraries() {
        return LIBRARIES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyWhatTheTableLetsIt(String name) {
        Set<String> allowed = MAY_IMPORT.get(name).stream().map(ArchitectureTest::full).collect(Collectors.toSet());
        DescribedPredicate<JavaClass> known = describe("of " + allowed + " or no part of the project", type ->
                !(type.getPackageName() + ".").startsWith(BASE + ".") || type.getPackageName().equals(full(name))
                        || allowed.contains(type.getPackageName()));

        classes().that().resideInAPackage(full(name)).should().onlyDependOnClassesThat(known).allowEmptyShould(true).check(LIBRARY);
    }

    @Test
    void everyPackageStandsInTheTable() {
        Set<String> known = packages().map(ArchitectureTest::full).collect(Collectors.toSet());

        assertThat(LIBRARY).isNotEmpty().allSatisfy(type -> assertThat(known).contains(type.getPackageName()));
    }

    @Test
    void thereAreNoCycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(LIBRARY);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryIsUsedOnlyByThePackageThatIsMadeForIt(String library) {
        String[] users = LIBRARIES.get(library).stream().map(ArchitectureTest::full).toArray(String[]::new);

        noClasses().that().resideOutsideOfPackages(users).should().dependOnClassesThat().resideInAPackage(library + "..").check(LIBRARY);
    }

    @Test
    void noOtherLibraryIsUsed() {
        List<String> known = new ArrayList<>(List.of(BASE + "..", "java..", "javax.net.ssl..", "org.slf4j..", "org.jspecify.."));
        LIBRARIES.keySet().forEach(library -> known.add(library + ".."));

        classes().should().onlyDependOnClassesThat(resideInAnyPackage(known.toArray(String[]::new)).or(describe("primitive arrays", type ->
                type.getBaseComponentType().isPrimitive()))).check(LIBRARY);
    }

    @Test
    @DisplayName("http is pure: no clock, no logger, no I/O, no threads, no chance")
    void httpIsPure() {
        Set<String> impure = Set.of("java.time.InstantSource", "java.time.Clock", "java.util.Random", "java.security.SecureRandom",
                "java.lang.Thread");
        DescribedPredicate<JavaClass> clocks = describe("clocks, chance and the network", type -> impure.contains(type.getName())
                || type.getPackageName().equals("java.net") && !type.getSimpleName().startsWith("URI"));

        noClasses().that().resideInAPackage(full("http")).should().dependOnClassesThat(clocks.or(resideInAnyPackage("org.slf4j..",
                "java.io..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent.."))).check(LIBRARY);
    }

    @Test
    @DisplayName("the time comes from the clock that was handed in")
    void nobodyAsksTheSystemForTheTime() {
        DescribedPredicate<JavaCall<?>> hidden = describe("asking the system for the time", call ->
                call.getName().equals("now") && call.getTargetOwner().getPackageName().equals("java.time")
                        && call.getTarget().getRawParameterTypes().isEmpty()
                        || call.getName().equals("currentTimeMillis") && call.getTargetOwner().isEquivalentTo(System.class));

        noClasses().should().callMethodWhere(hidden).check(LIBRARY);
    }

    @Test
    void onlyTheRootChoosesTheSystemsClock() {
        noClasses().that().resideOutsideOfPackage(BASE).should().callMethodWhere(describe("taking the system's clock", (JavaCall<?> call) ->
                call.getName().startsWith("system") && resideInAPackage("java.time").test(call.getTargetOwner()))).check(LIBRARY);
    }

    @Test
    void nobodyLogsPastSlf4jOrWritesToTheConsole() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(LIBRARY);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
        noClasses().should().callMethod(System.class, "exit", int.class).check(LIBRARY);
    }

    @Test
    void nobodySerializesJavaObjects() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream").orShould().dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream").check(LIBRARY);
    }

    @Test
    void aFileTellsOneStory() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > MAX_LINES) {
                    tooLong.add(file + " has " + count + " lines");
                }
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndThatItsValuesAreNotNull() throws IOException {
        for (Path folder : sources().stream().map(Path::getParent).collect(Collectors.toSet())) {
            assertThat(folder.resolve("package-info.java")).content().contains("/**").contains("@NullMarked");
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** One slice for each package. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean ours = (type.getPackageName() + ".").startsWith(BASE + ".");
            return ours ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
