package io.lockstep.benchmarks;

/** The same changes as those of {@link DocumentChanges}, of a document that nobody watches. */
final class PlainDocumentChanges implements Subject {
  private final String name;
  private final int items;

  PlainDocumentChanges(String name, int items) {
    this.name = name;
    this.items = items;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() throws Exception {
    var document = LargeDocument.make(items, 1);
    return () -> {
      for (int change = 0; change < DocumentChanges.PER_COMMIT; change++) {
        document.change();
      }
    };
  }

  @Override
  public void close() {}
}
