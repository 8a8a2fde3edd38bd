package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
  private static final Digest DIGEST = new Digest(1, 2, 3);

  @Test
  void equalPartsAreOfTheSameContentsWhateverTheMark() {
    assertThat(DIGEST.compare(new Digest(1, 2, 3))).isEqualTo(Agreement.SAME);
    assertThat(DIGEST.compare(new Digest(1, 2, 4))).isEqualTo(Agreement.SAME);
  }

  @Test
  void whatDoesNotEndByItselfDiffersWhateverTheMark() {
    assertThat(DIGEST.compare(new Digest(5, 2, 3))).isEqualTo(Agreement.OTHER);
    assertThat(DIGEST.compare(new Digest(5, 2, 4))).isEqualTo(Agreement.OTHER);
  }

  @Test
  void whatEndsByItselfDiffersOnlyAtTheSameMark() {
    assertThat(DIGEST.compare(new Digest(1, 5, 3))).isEqualTo(Agreement.OTHER);
    assertThat(DIGEST.compare(new Digest(1, 5, 4))).isEqualTo(Agreement.UNKNOWN);
  }
}
