package io.lockstep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargeDocumentTest {
  private static final int ITEMS = 50;

  @Test
  void changesLeaveAsManyItemsAsBefore() throws Exception {
    var document = LargeDocument.make(ITEMS, 1);
    for (int change = 0; change < DocumentChanges.PER_COMMIT; change++) {
      document.change();
    }
    assertThat(document.document().getDocumentElement().getChildNodes().getLength())
        .isEqualTo(ITEMS);
  }

  @Test
  void everyChangeIsSeenInTheDocument() throws Exception {
    var changed = LargeDocument.make(ITEMS, 1);
    for (int change = 0; change < DocumentChanges.PER_COMMIT; change++) {
      var before = changed.document().cloneNode(true);
      changed.change();
      assertThat(changed.document().isEqualNode(before)).as("change %d", change).isFalse();
    }
  }

  @Test
  void hasTenMegabytesOfXml() throws Exception {
    long few = LargeDocument.make(ITEMS, 1).bytes();
    assertThat(few * LargeDocument.ITEMS / ITEMS).isBetween(9_500_000L, 11_000_000L);
  }
}
