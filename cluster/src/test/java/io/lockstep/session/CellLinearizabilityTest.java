package io.lockstep.session;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.StringGen;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do to a cell at once, it is as if they did it one after the other: so no two
 * stamps change places between sequence and queue, a refused one leaves no trace, and a whole copy
 * has exactly the batches up to its position.
 */
@Param(name = "name", gen = StringGen.class, conf = "1:ab")
@Param(name = "version", gen = IntGen.class, conf = "1:4")
@Param(name = "epoch", gen = IntGen.class, conf = "0:2")
public class CellLinearizabilityTest {
  private final CellOperations cell = new RealCell();

  @Operation
  public String stamp(@Param(name = "name") String name, @Param(name = "version") int version) {
    return cell.stamp(name, version);
  }

  @Operation
  public String end() {
    return cell.end();
  }

  @Operation
  public String enter(@Param(name = "epoch") int knownEpoch) {
    return cell.enter(knownEpoch);
  }

  @Operation
  public void exit() {
    cell.exit();
  }

  @Operation(nonParallelGroup = "loop")
  public int uses() {
    return cell.uses();
  }

  @Operation(nonParallelGroup = "loop")
  public List<String> drain() {
    return cell.drain();
  }

  @Operation(nonParallelGroup = "loop")
  public void raise() {
    cell.raise();
  }

  @Operation(nonParallelGroup = "loop")
  public void letGo() {
    cell.setPhase(Cell.Phase.GONE);
  }

  @Operation(nonParallelGroup = "loop")
  public void beginToDrain() {
    cell.setPhase(Cell.Phase.DRAINING);
  }

  @Operation(nonParallelGroup = "loop")
  public void own() {
    cell.setPhase(Cell.Phase.OWNED);
  }

  @Operation(nonParallelGroup = "loop")
  public String content() {
    return cell.content();
  }

  @Test
  void threadsUnderStressActAsIfOneAfterTheOther() {
    new StressOptions()
        .iterations(15)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(3)
        .sequentialSpecification(Specification.class)
        .check(getClass());
  }

  @Test
  void threadsActAsIfOneAfterTheOtherHoweverTheirStepsInterleave() {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(60)
        .threads(2)
        .actorsPerThread(3)
        // What builds a message is confined to its thread: switching inside finds nothing.
        .addGuarantee(forClasses(CellLinearizabilityTest::isConfined).allMethods().ignore())
        .sequentialSpecification(Specification.class)
        .check(getClass());
  }

  private static boolean isConfined(String className) {
    return className.startsWith("com.google.protobuf.")
        || className.startsWith("io.lockstep.wire.")
        || className.startsWith("io.lockstep.sequence.");
  }

  /** The model, under the names of the operations. */
  public static class Specification extends CellModel {
    public String enter(int knownEpoch) {
      return super.enter(knownEpoch);
    }

    public void letGo() {
      setPhase(Cell.Phase.GONE);
    }

    public void beginToDrain() {
      setPhase(Cell.Phase.DRAINING);
    }

    public void own() {
      setPhase(Cell.Phase.OWNED);
    }
  }
}
