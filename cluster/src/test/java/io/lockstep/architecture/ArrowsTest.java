package io.lockstep.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of kernel and cluster. */
class ArrowsTest {
  private static final String SEQUENCE = "io.lockstep.sequence..";
  private static final String TIME = "io.lockstep.time..";
  private static final String WIRE = "io.lockstep.wire..";
  private static final String REPORT = "io.lockstep.report..";
  private static final String TRANSPORT = "io.lockstep.transport..";
  private static final String MEMBERSHIP = "io.lockstep.membership..";
  private static final String[] SERVICES = {"session", "store", "topic", "data", "content"};

  /** Records of plain values, which whoever reads settings may make. */
  private static final Set<String> VALUES_FOR_SETTINGS =
      Set.of(
          "io.lockstep.membership.MembershipSettings",
          "io.lockstep.session.BackupPeriods",
          "io.lockstep.session.SessionSettings",
          "io.lockstep.session.AllowList",
          "io.lockstep.store.StoreSettings",
          "io.lockstep.transport.NodeAddress",
          "io.lockstep.wire.proto.TrafficKey");

  private static void mayUse(String user, String... used) {
    String[] allowed = new String[used.length + 1];
    allowed[0] = user;
    System.arraycopy(used, 0, allowed, 1, used.length);
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage(user)
            .should()
            .onlyDependOnClassesThat(
                isForeign().or(JavaClass.Predicates.resideInAnyPackage(allowed)))
            .allowEmptyShould(true);
    rule.check(Production.CLASSES);
  }

  private static DescribedPredicate<JavaClass> isForeign() {
    return DescribedPredicate.describe(
        "are not of Lockstep", type -> !type.getPackageName().startsWith("io.lockstep"));
  }

  @Test
  void thePartsOfTheKernelAreIndependentOfEachOther() {
    mayUse(TIME);
    mayUse(SEQUENCE);
    mayUse(WIRE);
  }

  @Test
  void reportsSeeNothing() {
    mayUse(REPORT);
  }

  @Test
  void transportSeesTheKernelAlone() {
    mayUse(TRANSPORT, TIME, WIRE, REPORT);
  }

  @Test
  void theTransportsSpiDoesNotKnowItsImplementations() {
    mayUse("io.lockstep.transport", TIME, WIRE, REPORT);
    mayUse("io.lockstep.transport.memory", "io.lockstep.transport");
  }

  @Test
  void membershipSeesTransportAndKernel() {
    mayUse(MEMBERSHIP, TRANSPORT, REPORT, TIME, SEQUENCE, WIRE);
  }

  @Test
  void callsSeeMembershipTransportAndKernel() {
    mayUse("io.lockstep.rpc..", MEMBERSHIP, TRANSPORT, REPORT, TIME, SEQUENCE, WIRE);
  }

  @Test
  void servicesSeeMembershipTransportAndKernelButNotEachOther() {
    for (String service : SERVICES) {
      mayUse("io.lockstep." + service + "..", MEMBERSHIP, TRANSPORT, REPORT, TIME, SEQUENCE, WIRE);
    }
  }

  @Test
  void configurationMakesSettingsAndNothingElse() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage("io.lockstep.config..")
            .should()
            .onlyDependOnClassesThat(
                isForeign()
                    .or(JavaClass.Predicates.resideInAPackage("io.lockstep.config.."))
                    .or(
                        DescribedPredicate.describe(
                            "are settings",
                            type ->
                                VALUES_FOR_SETTINGS.stream()
                                    .anyMatch(name -> isOrIsIn(type.getName(), name)))));
    rule.check(Production.CLASSES);
  }

  private static boolean isOrIsIn(String type, String outer) {
    return type.equals(outer) || type.startsWith(outer + "$");
  }

  @Test
  void nobodySeesTheNode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.lockstep.node..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lockstep.node..")
        .check(Production.CLASSES);
  }

  @Test
  void thereAreNoCyclesBetweenPackages() {
    slices().matching("io.lockstep.(*)..").should().beFreeOfCycles().check(Production.CLASSES);
  }

  @Test
  void noClassIsADrawerForEverything() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Common|Misc)")
        .orShould()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..")
        .check(Production.CLASSES);
  }
}
