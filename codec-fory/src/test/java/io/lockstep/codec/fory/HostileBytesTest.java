package io.lockstep.codec.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeUnreadableException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bytes that somebody else has made: an error of the attribute, soon, and without much memory. */
class HostileBytesTest {
  private static final long ROUNDS = 10_000;
  private static final long MUCH = 16L << 20;

  private final ForyAttributeCodec codec =
      new ForyAttributeCodec(
          AllowList.of(List.of(HostileBytesTest.class.getName()), List.of()),
          HostileBytesTest.class::getClassLoader);

  enum Colour {
    RED,
    GREEN
  }

  record Item(String name, int price, Colour colour) implements Serializable {}

  @SuppressWarnings("UnusedVariable") // They are only written and read.
  static final class Cart implements Serializable {
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Object> notes = new LinkedHashMap<>();
    private final long[] times = new long[20];
    private final Object[] anything = {1, "a", new BigDecimal("1.5"), Instant.EPOCH};
    private double total;
  }

  private List<byte[]> seeds() {
    var cart = new Cart();
    cart.total = 1.5;
    for (int i = 0; i < 10; i++) {
      cart.items.add(new Item("tea" + i, i, Colour.GREEN));
      cart.notes.put("note" + i, new ArrayList<>(List.of(i, "x")));
    }
    cart.notes.put("itself", cart);
    return List.of(
            cart,
            new byte[1_000],
            new String[][] {{"a", "b"}, {"c"}},
            new Object[] {new int[10], new double[10], "\u4e2d\u6587"},
            new ArrayDeque<>(List.of(1, 2)),
            new PriorityQueue<>(List.of(1, 2)),
            new HashSet<>(List.of("a", "b")),
            new TreeMap<>(Map.of("b", "c", "d", "e")),
            new ConcurrentHashMap<>(Map.of("a", 1)),
            new EnumMap<>(Map.of(TimeUnit.DAYS, "d")),
            Collections.unmodifiableList(new ArrayList<>(List.of(new Item("x", 1, Colour.RED)))),
            Collections.synchronizedMap(new LinkedHashMap<>(Map.of("a", List.of(1, 2)))))
        .stream()
        .map(value -> codec.serialize("a", value))
        .toList();
  }

  @Test
  void changedBytesAreReadOrUnreadableAndTakeLittleTimeAndMemory() {
    long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    System.out.println("fuzz.seed=" + seed);
    var random = new Random(seed);
    List<byte[]> seeds = seeds();
    assertThat(seeds).extracting(bytes -> bytes[0]).containsOnly(Engine.MARKER);
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            read(mutated(seeds.get(random.nextInt(seeds.size())), random));
          }
        });
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = 1 + random.nextInt(changed.length - 1);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(changed, at, Math.min(changed.length, at + 5), (byte) 0xff);
        default -> changed = Arrays.copyOf(changed, Math.max(2, at));
      }
    }
    return changed;
  }

  @Test
  void randomBytesBehindARightBeginningAreReadOrUnreadable() {
    var random = new Random(7);
    byte[] right = codec.serialize("a", new ArrayList<>(List.of(1)));
    for (int round = 0; round < ROUNDS / 2; round++) {
      var bytes = new byte[6 + random.nextInt(300)];
      random.nextBytes(bytes);
      System.arraycopy(right, 0, bytes, 0, Math.min(6, right.length));
      read(bytes);
    }
  }

  private void read(byte[] bytes) {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    try {
      codec.deserialize("a", bytes);
    } catch (AttributeUnreadableException expected) {
      assertThat(expected).hasMessageContaining("\"a\"");
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before)
        .as(() -> Arrays.toString(bytes))
        .isLessThan(MUCH);
  }

  /** The value's own sizes are raised one after the other, wherever they stand. */
  @Test
  void aSizeThatItsBytesCannotMeanIsRefusedBeforeItIsAllocated() {
    for (byte[] bytes : seeds()) {
      for (int at = 1; at < bytes.length; at++) {
        byte[] huge = bytes.clone();
        int end = Math.min(bytes.length, at + 4);
        Arrays.fill(huge, at, end, (byte) 0xff);
        if (end < bytes.length) {
          huge[end] = 0x07;
        }
        read(huge);
      }
    }
  }

  @Test
  void bytesThatAreNestedTooDeeplyAreUnreadable() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      nested = new ArrayList<>(List.<Object>of(nested));
    }
    byte[] bytes = codec.serialize("a", nested);
    assertThat(bytes[0]).isEqualTo(Engine.MARKER);
    var deeper = new byte[bytes.length + 4_000];
    for (int at = 0; at < deeper.length; at++) {
      deeper[at] = at < bytes.length / 2 ? bytes[at] : bytes[bytes.length / 2 + at % 4];
    }
    assertThatThrownBy(() -> codec.deserialize("a", deeper))
        .isInstanceOf(AttributeUnreadableException.class);
  }
}
