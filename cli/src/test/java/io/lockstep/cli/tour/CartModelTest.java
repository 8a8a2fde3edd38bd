package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CartModelTest {
  private final CartModel model = new CartModel();

  @Test
  void findsNothingWrongWhenEachConfirmedItemIsThereOnce() {
    model.sent("a");
    model.confirmed("a", 0, 1);

    assertThat(model.differences(Map.of("a", 1))).isEmpty();
    assertThat(model.size()).isEqualTo(1);
  }

  @Test
  void findsAConfirmedItemThatIsMissing() {
    model.sent("a");
    model.confirmed("a", 3, 5);

    var difference = model.differences(Map.of()).get(0);

    assertThat(difference).hasToString("a is missing");
    assertThat(difference.isMissingFrom(5, 3)).isTrue();
    assertThat(difference.isMissingFrom(6, 3)).as("answered long before").isFalse();
    assertThat(difference.isMissingFrom(5, 2)).as("asked when the server was gone").isFalse();
  }

  @Test
  void findsAnItemThatIsInTwice() {
    model.sent("a");
    model.confirmed("a", 0, 1);

    assertThat(model.differences(Map.of("a", 2))).hasToString("[a is in it 2 times]");
  }

  @Test
  void acceptsAnUncertainItemOnceOrNotAtAllButNotTwice() {
    model.sent("a");

    assertThat(model.uncertain()).isEqualTo("a");
    assertThat(model.differences(Map.of())).isEmpty();
    assertThat(model.differences(Map.of("a", 1))).isEmpty();
    assertThat(model.differences(Map.of("a", 2))).hasSize(1);
  }

  @Test
  void findsAnItemThatWasNeverPutIn() {
    assertThat(model.differences(Map.of("b", 1))).hasSize(1);
  }
}
