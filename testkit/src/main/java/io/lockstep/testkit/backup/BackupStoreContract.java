package io.lockstep.testkit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.session.BackupStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of backups must do; a subclass per implementation. */
public abstract class BackupStoreContract {
  private static final int MOST_BYTES = 8 << 20;

  private final List<BackupStore> opened = new ArrayList<>();

  /** Makes an empty store, as for one node. */
  protected abstract BackupStore create();

  private BackupStore open() {
    BackupStore store = create();
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(BackupStore::close);
  }

  private static byte[] bytes(long seed, int length) {
    var bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** As a node gives it. */
  private static long put(BackupStore store, byte[] value) {
    return store.put(ByteBuffer.wrap(value).asReadOnlyBuffer());
  }

  private static long put(BackupStore store, String value) {
    return put(store, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(BackupStore store, long number) {
    return new String(store.get(number), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 100, 119, 120, 121, 127, 128, 129, 244, 245, 1000, 4096, 1 << 20, MOST_BYTES})
  void returnsTheBytesThatWerePut(int length) {
    BackupStore store = open();
    long before = put(store, "before");
    byte[] value = bytes(length, length);
    long number = put(store, value);
    long after = put(store, "after");
    assertThat(store.get(number)).isEqualTo(value);
    assertThat(text(store, before)).isEqualTo("before");
    assertThat(text(store, after)).isEqualTo("after");
  }

  @Test
  void returnsThemAsOftenAsTheyAreAskedFor() {
    BackupStore store = open();
    long number = put(store, "apples");
    assertThat(text(store, number)).isEqualTo("apples");
    assertThat(text(store, number)).isEqualTo("apples");
  }

  @Test
  void takesTheBytesFromPositionToLimit() {
    BackupStore store = open();
    ByteBuffer buffer = ByteBuffer.wrap("two apples here".getBytes(StandardCharsets.UTF_8));
    long number = store.put(buffer.slice(2, 12).position(2).limit(8).asReadOnlyBuffer());
    assertThat(text(store, number)).isEqualTo("apples");
  }

  @Test
  void takesBytesThatAreNotInTheHeap() {
    BackupStore store = open();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1000).put(bytes(1, 1000)).flip();
    assertThat(store.get(store.put(buffer.asReadOnlyBuffer()))).isEqualTo(bytes(1, 1000));
  }

  @Test
  void keepsACopy() {
    BackupStore store = open();
    byte[] value = "apples".getBytes(StandardCharsets.UTF_8);
    long number = put(store, value);
    value[0] = 'x';
    assertThat(text(store, number)).isEqualTo("apples");
  }

  @Test
  void keepsEqualValuesApart() {
    BackupStore store = open();
    long one = put(store, "apples");
    long other = put(store, "apples");
    assertThat(one).isNotEqualTo(other);
    store.remove(one);
    assertThat(text(store, other)).isEqualTo("apples");
  }

  @Test
  void aRemovalTouchesNoOther() {
    BackupStore store = open();
    long first = put(store, "first");
    long second = put(store, bytes(2, 5000));
    long third = put(store, "third");
    store.remove(second);
    long fourth = put(store, bytes(4, 2000));
    assertThat(text(store, first)).isEqualTo("first");
    assertThat(text(store, third)).isEqualTo("third");
    assertThat(store.get(fourth)).isEqualTo(bytes(4, 2000));
  }

  @Test
  void keepsAllThroughALongLife() {
    BackupStore store = open();
    var random = new SplittableRandom(4711);
    Map<Long, byte[]> expected = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      if (!expected.isEmpty() && random.nextInt(expected.size() + 500) < expected.size()) {
        List<Long> numbers = List.copyOf(expected.keySet());
        long number = numbers.get(random.nextInt(numbers.size()));
        assertThat(store.get(number)).isEqualTo(expected.remove(number));
        store.remove(number);
      } else {
        byte[] value = bytes(i, random.nextInt(random.nextInt(20) == 0 ? 20_000 : 300));
        assertThat(expected.put(put(store, value), value)).isNull();
      }
    }
    expected.forEach((number, value) -> assertThat(store.get(number)).isEqualTo(value));
  }

  @Test
  void hasNothingToDoWithTheStoreOfAnotherNode() {
    BackupStore one = open();
    BackupStore other = open();
    long first = put(one, "apples");
    long second = put(other, "pears");
    other.remove(second);
    put(other, "plums");
    other.close();
    opened.remove(other);
    assertThat(text(one, first)).isEqualTo("apples");
  }

  @Test
  void isClosedWithWhatItKeeps() {
    BackupStore store = create();
    put(store, "apples");
    store.close();
  }
}
