package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyHaveDependenciesWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.sluice.architecture.Boundary.Snippet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may use whom. */
final class Boundaries {
    private static final String OURS = "dev.sluice..";
    private static final String PROTOCOL = "dev.sluice.protocol..";
    private static final String TESTKIT = "dev.sluice.testkit..";

    /** What a pure module may see of Java: values, text and collections; no world. */
    private static final String[] PURE = {
        PROTOCOL,
        "tools.jackson..",
        "org.jspecify..",
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.nio.charset",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream"
    };

    private static final Set<String> PURE_CLASSES =
            Set.of(
                    "java.io.ByteArrayInputStream",
                    "java.io.ByteArrayOutputStream",
                    "java.net.URI",
                    "java.net.URLDecoder",
                    "java.net.URLEncoder",
                    "java.time.DateTimeException",
                    "java.time.format.DateTimeFormatter",
                    "java.time.temporal.ChronoField",
                    "java.time.temporal.TemporalAccessor");
    private static final Set<String> WORLDLY_CLASSES =
            Set.of(
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.Runtime",
                    "java.lang.Thread",
                    "java.util.Random",
                    "java.util.Timer");

    private static final String[] NEUTRAL = {
        "dev.sluice.http..",
        "dev.sluice.store..",
        "dev.sluice.records..",
        "dev.sluice.registry..",
        "dev.sluice.access..",
        "dev.sluice.conversation..",
        "dev.sluice.routing..",
        "dev.sluice.upstream..",
        "dev.sluice.chat..",
        "dev.sluice.web.."
    };

    /** Where Vert.x speaks in futures, and the one place of ours that waits for a value. */
    private static final Pattern FUTURES =
            Pattern.compile("dev\\.sluice\\.http\\.(Network|Pending|Server)(\\$.*)?");

    private static final Pattern PLATFORM_THREADS =
            Pattern.compile(
                    "java\\.lang\\.Thread\\.(ofPlatform|<init>)"
                            + "|java\\.util\\.Timer\\.<init>"
                            + "|java\\.util\\.concurrent\\.(Executors\\.new(Single|Fixed|Cached|Scheduled|Work).*"
                            + "|(Scheduled)?ThreadPoolExecutor\\.<init>)");

    private static final Set<String> SHORT_LIVED =
            Set.of(
                    "dev.sluice.store.OwnThread",
                    "dev.sluice.cli.Shutdown",
                    "dev.sluice.http.HostLookups");

    /** Each package below {@code compat} is one: what one predecessor left. */
    private static final Pattern CAPABILITY =
            Pattern.compile("dev\\.sluice\\.(compat\\.\\w+|\\w+)");

    static final List<Boundary> ALL =
            List.of(
                    new Boundary(
                            "a package uses only rows above its own",
                            classes()
                                    .that(areInATableRow())
                                    .should(onlyHaveDependenciesWhere(leadUpwards())),
                            List.of(
                                    new Snippet("dev.sluice.chat", "public final class Low {}"),
                                    new Snippet(
                                            "dev.sluice.http",
                                            "final class High { dev.sluice.chat.Low low; }"))),
                    new Boundary(
                            "packages make no circle",
                            slices().matching("dev.sluice.(**)").should().beFreeOfCycles(),
                            List.of(
                                    new Snippet(
                                            "dev.sluice.protocol",
                                            "public final class A { dev.sluice.protocol.sse.B b; }"),
                                    new Snippet(
                                            "dev.sluice.protocol.sse",
                                            "public final class B { dev.sluice.protocol.A a; }"))),
                    new Boundary(
                            "protocol is pure and depends on Jackson alone",
                            classes()
                                    .that()
                                    .resideInAPackage(PROTOCOL)
                                    .should()
                                    .onlyDependOnClassesThat(arePure()),
                            snippet(
                                    "dev.sluice.protocol",
                                    "final class Reader { java.nio.file.Path file; }")),
                    new Boundary(
                            "protocol asks the machine nothing",
                            noClasses()
                                    .that()
                                    .resideInAPackage(PROTOCOL)
                                    .should()
                                    .accessTargetWhere(asksTheMachine()),
                            snippet(
                                    "dev.sluice.protocol",
                                    "final class Timed { long at = System.nanoTime(); }")),
                    new Boundary(
                            "only http knows the server library",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .and()
                                    .resideOutsideOfPackages("dev.sluice.http..", TESTKIT)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage("io.vertx..", "io.netty.."),
                            snippet(
                                    "dev.sluice.chat",
                                    "final class Fast { io.netty.buffer.ByteBuf bytes; }")),
                    new Boundary(
                            "what every vendor and every client goes through knows no wire",
                            noClasses()
                                    .that()
                                    .resideInAnyPackage(NEUTRAL)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(
                                            "dev.sluice.protocol.dify..",
                                            "dev.sluice.protocol.openai.."),
                            List.of(
                                    new Snippet(
                                            "dev.sluice.protocol.dify",
                                            "public final class Dify {}"),
                                    new Snippet(
                                            "dev.sluice.chat",
                                            "final class Biased { dev.sluice.protocol.dify.Dify dify; }"))),
                    new Boundary(
                            "only cli uses the testkit",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .and()
                                    .resideOutsideOfPackages("dev.sluice.cli..", TESTKIT)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAPackage(TESTKIT),
                            snippet(
                                    "dev.sluice.app",
                                    "final class Toy { dev.sluice.testkit.SimulatedDify dify; }")),
                    new Boundary(
                            "the testkit shares no code with what it tests",
                            noClasses()
                                    .that()
                                    .resideInAPackage(TESTKIT)
                                    .should()
                                    .dependOnClassesThat(
                                            resideInAPackage(OURS)
                                                    .and(not(resideInAPackage(TESTKIT)))),
                            snippet(
                                    "dev.sluice.testkit",
                                    "final class Same { dev.sluice.protocol.WireBuffer wire; }")),
                    new Boundary(
                            "the plot blocks, and futures stay where the server library wants them",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .and(areNotAllowedFutures())
                                    .should()
                                    .dependOnClassesThat()
                                    .haveNameMatching(
                                            "java\\.util\\.concurrent\\.Complet(ableFuture|ionStage)"),
                            snippet(
                                    "dev.sluice.chat",
                                    "final class Late { java.util.concurrent.CompletableFuture<?> f; }")),
                    new Boundary(
                            "what a method needs is a parameter",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .should()
                                    .dependOnClassesThat()
                                    .haveNameMatching(
                                            "java\\.lang\\.(\\w*ThreadLocal|ScopedValue)|org\\.slf4j\\.MDC"),
                            snippet(
                                    "dev.sluice.chat",
                                    "final class Hidden { ThreadLocal<String> caller; }")),
                    new Boundary(
                            "threads that live as long as the gateway are made by worker",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .and(makeNoThreads())
                                    .should()
                                    .accessTargetWhere(makesAPlatformThread()),
                            snippet(
                                    "dev.sluice.records",
                                    "final class Mortal { Thread a = Thread.ofPlatform().start(() -> {}); }")),
                    new Boundary(
                            "only commands print",
                            noClasses()
                                    .that()
                                    .resideInAPackage(OURS)
                                    .and()
                                    .resideOutsideOfPackage("dev.sluice.cli..")
                                    .and()
                                    .doNotHaveFullyQualifiedName("dev.sluice.testkit.SimulatorMain")
                                    .should()
                                    .accessTargetWhere(isAStandardStream()),
                            snippet(
                                    "dev.sluice.chat",
                                    "final class Loud { Loud() { System.out.println(); } }")));

    private Boundaries() {}

    private static List<Snippet> snippet(String packageName, String body) {
        return List.of(new Snippet(packageName, body));
    }

    /** The package below {@code dev.sluice} that a class belongs to, with all its own packages. */
    static String capability(JavaClass type) {
        var name = CAPABILITY.matcher(type.getPackageName());
        return name.lookingAt() ? name.group(1) : "";
    }

    private static DescribedPredicate<JavaClass> areInATableRow() {
        return describe(
                "are in a row",
                type ->
                        type.getPackageName().startsWith("dev.sluice.")
                                && ArchitectureTest.ROWS.containsKey(capability(type)));
    }

    private static DescribedPredicate<Dependency> leadUpwards() {
        return describe(
                "lead upwards",
                dependency -> {
                    JavaClass target = dependency.getTargetClass();
                    return !areInATableRow().test(target)
                            || capability(target).equals(capability(dependency.getOriginClass()))
                            || row(target) < row(dependency.getOriginClass());
                });
    }

    private static int row(JavaClass type) {
        return ArchitectureTest.ROWS.getOrDefault(capability(type), 0);
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return describe(
                "are pure",
                type -> {
                    JavaClass element = type.getBaseComponentType();
                    String name = element.getName();
                    return element.isPrimitive()
                            || PURE_CLASSES.contains(name)
                            || (resideInAnyPackage(PURE).test(element)
                                    && !WORLDLY_CLASSES.contains(name));
                });
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheMachine() {
        return describe(
                "asks the machine",
                access ->
                        access instanceof JavaMethodCall
                                && access.getTargetOwner().isEquivalentTo(System.class)
                                && !access.getName().equals("arraycopy"));
    }

    /** All but worker, what is no gateway, and threads that do one thing and end. */
    private static DescribedPredicate<JavaClass> makeNoThreads() {
        return describe(
                "are not worker, testkit, the bench or " + SHORT_LIVED,
                type ->
                        !resideInAnyPackage(
                                                "dev.sluice.worker..",
                                                TESTKIT,
                                                "dev.sluice.cli.bench..")
                                        .test(type)
                                && !SHORT_LIVED.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> makesAPlatformThread() {
        return describe(
                "makes a platform thread",
                access ->
                        access instanceof JavaCodeUnitAccess<?>
                                && PLATFORM_THREADS
                                        .matcher(
                                                access.getTargetOwner().getName()
                                                        + "."
                                                        + access.getName())
                                        .matches());
    }

    private static DescribedPredicate<JavaAccess<?>> isAStandardStream() {
        return describe(
                "is a standard stream",
                access ->
                        access instanceof JavaFieldAccess
                                && access.getTargetOwner().isEquivalentTo(System.class));
    }

    private static DescribedPredicate<JavaClass> areNotAllowedFutures() {
        return describe("are not " + FUTURES, type -> !FUTURES.matcher(type.getName()).matches());
    }
}
