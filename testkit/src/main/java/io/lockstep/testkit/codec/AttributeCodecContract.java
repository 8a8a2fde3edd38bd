package io.lockstep.testkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.NotSerializableAttributeException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.management.BadAttributeValueExpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every codec of attributes must do; a subclass per implementation. */
public abstract class AttributeCodecContract {
  private static final String OURS = AttributeCodecContract.class.getName();

  record Cart(String owner, List<Item> items) implements Serializable {}

  record Item(String name, Colour colour) implements Serializable {}

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean bright() {
        return true;
      }
    };

    boolean bright() {
      return false;
    }
  }

  interface Greeter {
    String greet();
  }

  record Answer(String text) implements InvocationHandler, Serializable {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      return text;
    }
  }

  interface SerializableSupplier extends Supplier<String>, Serializable {}

  static final class Holder implements Serializable {
    private final Map<String, Object> values = new HashMap<>();
    private transient @Nullable String note;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Holder holder && holder.values.equals(values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(values);
    }
  }

  /** Makes a codec within an allow-list, for the classes of a loader. */
  protected abstract AttributeCodec codec(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> loader);

  /** A codec that allows these besides the plain types. */
  protected final AttributeCodec allowing(String... packages) {
    return codec(AllowList.of(List.of(packages), List.of()), getClass()::getClassLoader);
  }

  private AttributeCodec ours() {
    return allowing(OURS);
  }

  /** Writes a value and reads it. */
  protected static Object roundTrip(AttributeCodec codec, Object value) {
    return codec.deserialize("a", codec.serialize("a", value));
  }

  static List<Object> plainValues() {
    return List.of(
        "text",
        1,
        2L,
        'c',
        true,
        3.5,
        new int[] {1, 2},
        new String[][] {{"a"}, {}},
        new BigDecimal("1.20"),
        UUID.randomUUID(),
        URI.create("http://localhost/"),
        Locale.GERMANY,
        Currency.getInstance("EUR"),
        Timestamp.from(Instant.EPOCH),
        new GregorianCalendar(),
        TimeZone.getTimeZone("Europe/Berlin"),
        Instant.now(),
        LocalDate.of(2026, 2, 3),
        ZonedDateTime.parse("2026-02-03T04:05:06+01:00[Europe/Berlin]"),
        TimeUnit.DAYS,
        new ArrayList<>(List.of(1, "b")),
        List.of(1, 2, 3),
        Set.of("x"),
        Map.of("k", List.of()),
        Arrays.asList("a", "b"),
        new ArrayList<>(Collections.nCopies(100_000, 0)),
        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
        Collections.synchronizedList(new ArrayList<>(List.of("a"))),
        new TreeMap<>(Map.of("b", "c")),
        new ConcurrentHashMap<>(Map.of("a", 1)),
        EnumSet.of(TimeUnit.DAYS),
        new EnumMap<>(Map.of(TimeUnit.DAYS, "d")));
  }

  @ParameterizedTest
  @MethodSource("plainValues")
  void plainTypesOfTheJdkPassWithoutAnySetting(Object value) {
    assertThat(roundTrip(allowing(), value)).isEqualTo(value);
  }

  @Test
  void anAtomicKeepsItsValue() {
    assertThat((AtomicInteger) roundTrip(allowing(), new AtomicInteger(7))).hasValue(7);
  }

  @Test
  void anExceptionPassesWithItsStackTrace() {
    var failure = new IllegalStateException("outer", new RuntimeException("inner"));
    assertThat((IllegalStateException) roundTrip(allowing(), failure))
        .hasMessage("outer")
        .hasRootCauseMessage("inner");
  }

  @Test
  void recordsEnumsAndTheirArraysPassOnceTheirPackageIsAllowed() {
    var cart =
        new Cart("anna", List.of(new Item("pen", Colour.GREEN), new Item("ink", Colour.RED)));
    assertThat(roundTrip(ours(), cart)).isEqualTo(cart);
    assertThat(roundTrip(ours(), new Item[] {new Item("pen", Colour.RED)}))
        .isEqualTo(new Item[] {new Item("pen", Colour.RED)});
  }

  @Test
  void oneObjectThatOccursTwiceStaysOneAndTheWayRoundACircleToo() {
    var inner = new ArrayList<Object>();
    List<Object> outer = new ArrayList<>(Arrays.asList(inner, inner));
    inner.add(outer);
    var read = (List<?>) roundTrip(allowing(), outer);
    assertThat(read.get(0)).isSameAs(read.get(1));
    assertThat(((List<?>) read.get(0)).get(0)).isSameAs(read);
  }

  @Test
  void anUnlistedClassIsRefusedWhenWritingAndTheLineToAddIsTold() {
    AttributeCodec plain = allowing();
    // A refusal must not make the next one forget.
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> plain.serialize("cart", new Cart("anna", List.of())))
          .isInstanceOf(NotSerializableAttributeException.class)
          .hasMessageContaining("\"cart\"")
          .hasMessageContaining(Cart.class.getName())
          .hasMessageContaining("lockstep.allowed-packages=io.lockstep.testkit.codec");
    }
  }

  @Test
  void theLineToAddKeepsWhatIsAllowedAlready() {
    assertThatThrownBy(() -> allowing("org.other").serialize("cart", new Cart("a", List.of())))
        .hasMessageContaining("lockstep.allowed-packages=io.lockstep.testkit.codec,org.other");
  }

  @Test
  void anUnlistedClassDeepInsideIsRefusedWhenWriting() {
    var map = new HashMap<String, Object>(Map.of("a", new ArrayList<>(List.of(Colour.RED))));
    assertThatThrownBy(() -> allowing().serialize("map", map)).hasMessageContaining("Colour");
    assertThatThrownBy(() -> allowing().serialize("items", new Item[0]))
        .hasMessageContaining(Item.class.getName());
  }

  @Test
  void anUnlistedClassIsRefusedWhenReading() {
    byte[] bytes = ours().serialize("cart", new Cart("anna", List.of()));
    AttributeCodec plain = allowing();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> plain.deserialize("cart", bytes))
          .isInstanceOf(AttributeUnreadableException.class)
          .hasMessageContaining("\"cart\"")
          .hasMessageContaining(Cart.class.getName())
          .hasMessageContaining("lockstep.allowed-packages=");
    }
  }

  @Test
  void aUrlWhoseHashAsksTheNameServiceIsNotAPlainType() throws Exception {
    var list = new ArrayList<>(List.of(new URL("http", "localhost", "/")));
    assertThatThrownBy(() -> allowing().serialize("a", list)).hasMessageContaining("java.net.URL");
    byte[] bytes = allowing("java.net.URL").serialize("a", list);
    assertThatThrownBy(() -> allowing().deserialize("a", bytes))
        .hasMessageContaining("java.net.URL");
  }

  @Test
  void aClassMayBeAValueWhenItIsAllowed() {
    assertThat(roundTrip(ours(), Cart.class)).isEqualTo(Cart.class);
    assertThatThrownBy(() -> allowing().serialize("a", Cart.class))
        .hasMessageContaining(Cart.class.getName());
  }

  @Test
  void aGadgetIsRefusedWhateverIsAllowed() {
    AttributeCodec generous = allowing("javax", "com.sun", "sun", OURS);
    assertThatThrownBy(() -> generous.serialize("a", new BadAttributeValueExpException("x")))
        .hasMessageContaining("refused always");
  }

  @Test
  void aValueThatIsNotSerialisableIsToldByItsClass() {
    assertThatThrownBy(() -> ours().serialize("thread", new Object()))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("\"thread\"")
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> ours().serialize("choice", Optional.of(1)))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("java.util.Optional");
    var holder = new Holder();
    holder.values.put("lock", Thread.currentThread());
    assertThatThrownBy(() -> ours().serialize("holder", holder))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("\"holder\"")
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void whatIsTransientStaysBehind() {
    var holder = new Holder();
    holder.values.put("a", 1);
    holder.note = "mine";
    var read = (Holder) roundTrip(ours(), holder);
    assertThat(read).isEqualTo(holder);
    assertThat(read.note).isNull();
  }

  @Test
  void aLambdaPassesWhenTheClassThatMadeItIsAllowed() {
    SerializableSupplier lambda = () -> "hello";
    assertThat(((SerializableSupplier) roundTrip(ours(), lambda)).get()).isEqualTo("hello");
    assertThatThrownBy(() -> allowing().serialize("lambda", lambda)).hasMessageContaining(OURS);
  }

  @Test
  void aProxyPassesWhenItsInterfacesAndItsHandlerAreAllowed() {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Greeter.class}, new Answer("hi"));
    assertThat(((Greeter) roundTrip(ours(), proxy)).greet()).isEqualTo("hi");
    assertThatThrownBy(() -> allowing().serialize("proxy", proxy))
        .hasMessageContaining(Greeter.class.getName())
        .hasMessageContaining(Answer.class.getName());
    byte[] bytes = ours().serialize("proxy", proxy);
    assertThatThrownBy(() -> allowing().deserialize("proxy", bytes))
        .hasMessageContaining(Greeter.class.getName());
  }

  @Test
  void aStructureNestedTooDeeplyIsAnErrorOfTheAttributeOnly() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      nested = new ArrayList<>(List.<Object>of(nested));
    }
    List<Object> deepest = nested;
    assertThatThrownBy(() -> allowing().serialize("deep", deepest))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("\"deep\"");
  }

  @Test
  void whatIsNestedAHundredTimesIsRead() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nested = new ArrayList<>(List.<Object>of(nested));
    }
    assertThat(roundTrip(allowing(), nested)).isEqualTo(nested);
  }

  @Test
  void garbageIsUnreadableAndNamesTheAttribute() {
    AttributeCodec plain = allowing();
    for (byte[] garbage : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[1_000])) {
      assertThatThrownBy(() -> plain.deserialize("cart", garbage))
          .isInstanceOf(AttributeUnreadableException.class)
          .hasMessageContaining("\"cart\"");
    }
    byte[] bytes = plain.serialize("cart", List.of("a", "b"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> plain.deserialize("cart", part))
          .isInstanceOf(AttributeUnreadableException.class)
          .hasMessageContaining("\"cart\"");
    }
  }

  @Test
  void aClassThatIsMissingHereIsNamed() {
    byte[] bytes = ours().serialize("cart", new Cart("anna", List.of()));
    AttributeCodec elsewhere =
        codec(AllowList.of(List.of(OURS), List.of()), ClassLoader::getPlatformClassLoader);
    assertThatThrownBy(() -> elsewhere.deserialize("cart", bytes))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("\"cart\"")
        .hasMessageContaining(Cart.class.getName());
  }

  @Test
  void manyThreadsMayUseItAtTheSameTime() {
    AttributeCodec codec = ours();
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 8)
            .mapToObj(thread -> CompletableFuture.runAsync(() -> useOften(codec, thread)))
            .toList();
    assertThat(all).allSatisfy(each -> each.orTimeout(60, TimeUnit.SECONDS).join());
  }

  private static void useOften(AttributeCodec codec, int thread) {
    for (int i = 0; i < 500; i++) {
      var cart = new Cart("anna" + thread, List.of(new Item("pen" + i, Colour.GREEN)));
      assertThat(roundTrip(codec, cart)).isEqualTo(cart);
    }
  }
}
