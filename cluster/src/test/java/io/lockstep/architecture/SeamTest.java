package io.lockstep.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Clock, threads and randomness come through {@code io.lockstep.time}, so that the same classes run
 * in a simulation. Who may go around it is named here.
 */
class SeamTest {
  /** Starts the threads that run an application's listeners, when it gives none. */
  private static final String OWNER_OF_THREADS = "io.lockstep.node.Workers";

  /** Makes a secret before there is a loop. */
  private static final String OWNER_OF_RANDOMNESS = "io.lockstep.config.LocalMachine";

  /** The only classes that application threads and the loop share under a lock. */
  private static final Set<String> LOCKED =
      Set.of(
          "io.lockstep.session.Cell",
          "io.lockstep.session.SessionBody",
          "io.lockstep.session.SessionDocuments",
          "io.lockstep.session.SessionView",
          "io.lockstep.session.document.DocumentRecorder",
          "io.lockstep.session.document.RecordedChanges",
          "io.lockstep.store.StoreCell");

  private static DescribedPredicate<JavaClass> outsideTheSeamAnd(String... owners) {
    return DescribedPredicate.describe(
        "are outside io.lockstep.time",
        type ->
            !type.getPackageName().startsWith("io.lockstep.time")
                && Set.of(owners).stream()
                    .noneMatch(
                        owner ->
                            type.getName().equals(owner)
                                || type.getName().startsWith(owner + "$")));
  }

  @Test
  void nobodyReadsAClock() {
    noClasses()
        .that(outsideTheSeamAnd())
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(Production.CLASSES);
  }

  @Test
  void nobodySleepsOrBlocksItsThread() {
    noClasses()
        .that(outsideTheSeamAnd())
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Object.class, "wait")
        .orShould()
        .callMethod(Object.class, "wait", long.class)
        .orShould()
        .callMethod(CompletableFuture.class, "join")
        .check(Production.CLASSES);
  }

  @Test
  void nobodyStartsThreads() {
    noClasses()
        .that(outsideTheSeamAnd(OWNER_OF_THREADS))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ExecutorService.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executors.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Timer.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ForkJoinPool.class)
        .orShould()
        .callConstructorWhere(isOf(Thread.class))
        .check(Production.CLASSES);
  }

  private static DescribedPredicate<JavaCall<?>> isOf(Class<?> owner) {
    return JavaCall.Predicates.target(
            DescribedPredicate.describe(
                "of " + owner.getSimpleName(), target -> target.getOwner().isAssignableTo(owner)))
        .forSubtype();
  }

  /** Without an executor, these run in a pool or on a timer of the JVM's own. */
  @Test
  void nobodyLeavesAFuturesStepsToTheJvmsOwnThreads() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a step of a future without an executor",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                        && isTimedOrWithoutExecutor(call)))
        .check(Production.CLASSES);
  }

  private static boolean isTimedOrWithoutExecutor(JavaCall<?> call) {
    if (Set.of("orTimeout", "completeOnTimeout", "delayedExecutor").contains(call.getName())) {
      return true;
    }
    return call.getName().endsWith("Async")
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isAssignableTo(Executor.class));
  }

  @Test
  void nobodyHasARandomnessOfItsOwn() {
    noClasses()
        .that(outsideTheSeamAnd(OWNER_OF_RANDOMNESS))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SplittableRandom.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .check(Production.CLASSES);
  }

  @Test
  void protocolStateIsUnderNoLock() {
    noMethods()
        .that()
        .areDeclaredInClassesThat(
            DescribedPredicate.describe(
                "belong to a service",
                type ->
                    (type.getPackageName().startsWith("io.lockstep.session")
                            || type.getPackageName().startsWith("io.lockstep.store")
                            || type.getPackageName().startsWith("io.lockstep.topic")
                            || type.getPackageName().startsWith("io.lockstep.rpc")
                            || type.getPackageName().startsWith("io.lockstep.membership"))
                        && !LOCKED.contains(type.getName())))
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .check(Production.CLASSES);
  }

  @Test
  void nobodyPrintsToTheConsole() {
    noClasses()
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe(
                "is System.out or System.err",
                (JavaAccess<?> access) ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("out", "err").contains(access.getName())))
        .check(Production.CLASSES);
  }
}
