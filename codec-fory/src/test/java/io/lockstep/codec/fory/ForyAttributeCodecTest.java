package io.lockstep.codec.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.NotSerializableAttributeException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.ref.Reference;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.fory.Fory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is Fory's own; the rest is in {@link ForyCodecContractTest}. */
class ForyAttributeCodecTest {
  private static final String OURS = ForyAttributeCodecTest.class.getName();
  private static final byte JDK_STREAM = (byte) 0xAC;

  private final AllowList allowed = AllowList.of(List.of(OURS), List.of());
  private final ForyAttributeCodec fory = codec(allowed);
  private final JdkAttributeCodec jdk = new JdkAttributeCodec(allowed, getClass()::getClassLoader);

  record Cart(String owner, List<String> items) implements Serializable {}

  /** Writes itself. */
  static final class Counted implements Serializable {
    private transient int count = 7;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(count);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      count = in.readInt();
    }
  }

  /** Its declared type is on no list, and nothing of it is there. */
  static final class WithUnlisted implements Serializable {
    private final String name = "a";
    private @Nullable URL url;
    private @Nullable Reference<Object> reference;

    String name() {
      return name + url + reference;
    }
  }

  private ForyAttributeCodec codec(AllowList list) {
    return new ForyAttributeCodec(list, getClass()::getClassLoader);
  }

  private static boolean isForys(byte[] bytes) {
    return bytes[0] == Engine.MARKER;
  }

  static List<Object> whatForyWrites() {
    return List.of(
        new Cart("anna", List.of("tea")),
        "text",
        1,
        new ArrayList<>(List.of(1, "b")),
        Map.of("a", 1),
        new long[100],
        new Cart[] {new Cart("anna", List.of())});
  }

  @ParameterizedTest
  @MethodSource("whatForyWrites")
  void plainClassesAreWrittenByFory(Object value) {
    assertThat(isForys(fory.serialize("a", value))).isTrue();
  }

  @Test
  void aClassThatWritesItselfIsWrittenByTheJdkWholeWithWhatIsAroundIt() {
    List<Object> around = new ArrayList<>(List.of(new Cart("anna", List.of()), new Counted()));
    byte[] bytes = fory.serialize("a", around);
    assertThat(bytes[0]).isEqualTo(JDK_STREAM);
    var read = (List<?>) fory.deserialize("a", bytes);
    assertThat(read.get(0)).isEqualTo(around.get(0));
    assertThat(((Counted) read.get(1)).count).isEqualTo(7);
  }

  @Test
  void whatForyCouldNotReadBackIsWrittenByTheJdk() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      nested = new ArrayList<>(List.<Object>of(nested));
    }
    byte[] bytes = fory.serialize("a", nested);
    assertThat(bytes[0]).isEqualTo(JDK_STREAM);
    assertThat(fory.deserialize("a", bytes)).isEqualTo(nested);
  }

  @Test
  void aDeclaredTypeThatIsNotAllowedDoesNotMatterWhileNothingIsInIt() {
    byte[] bytes = fory.serialize("a", new WithUnlisted());
    assertThat(((WithUnlisted) fory.deserialize("a", bytes)).name()).isEqualTo("anullnull");
  }

  @Test
  void bytesOfTheOtherCodecAreReadHereAndUnreadableThere() {
    var cart = new Cart("anna", List.of("tea"));
    assertThat(fory.deserialize("cart", jdk.serialize("cart", cart))).isEqualTo(cart);
    byte[] bytes = fory.serialize("cart", cart);
    assertThat(isForys(bytes)).isTrue();
    assertThatThrownBy(() -> jdk.deserialize("cart", bytes))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("\"cart\"");
  }

  @Test
  void bytesThatHoldMoreThanTheValueAreUnreadable() {
    byte[] bytes = fory.serialize("a", "text");
    assertThatThrownBy(() -> fory.deserialize("a", Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("more bytes");
  }

  /** As an attacker would write them, without our limits and lists. */
  private static byte[] foreign(Object value) {
    return foreign(value, false);
  }

  private static byte[] foreign(Object value, boolean withTheirFields) {
    Fory free =
        Fory.builder()
            .withXlang(false)
            .withClassLoader(ForyAttributeCodecTest.class.getClassLoader())
            .requireClassRegistration(false)
            .withTypeChecker((resolver, name) -> true)
            .withSerializerFactory(
                (resolver, type) ->
                    type.isRecord() && !withTheirFields
                        ? new FieldsSerializer<>(resolver, type)
                        : null)
            .withRefTracking(true)
            .withCompatible(withTheirFields)
            .serializeEnumByName(true)
            .withCodegen(false)
            .build();
    free.register(Envelope.class, 1);
    free.registerSerializer(Envelope.class, new EnvelopeSerializer(free.getConfig()));
    byte[] written = free.serialize(new Envelope(value));
    var bytes = new byte[written.length + 1];
    bytes[0] = Engine.MARKER;
    System.arraycopy(written, 0, bytes, 1, written.length);
    return bytes;
  }

  @Test
  void theForeignWriterWritesWhatIsReadWhenItIsAllowed() {
    assertThat(fory.deserialize("a", foreign(new Cart("anna", List.of()))))
        .isEqualTo(new Cart("anna", List.of()));
  }

  @Test
  void bytesThatBringTheirOwnIdeaOfAClassAreUnreadable() {
    assertThatThrownBy(() -> fory.deserialize("a", foreign(new Cart("anna", List.of()), true)))
        .isInstanceOf(AttributeUnreadableException.class);
  }

  static List<Object> whatNobodyMayRead() throws IOException {
    return List.of(
        new Unlisted("x"),
        new ArrayList<>(List.of(new Unlisted("x"))),
        List.of(new Object[] {new Unlisted[] {}}),
        List.of(new Object[] {new Unlisted[][] {{new Unlisted("y")}}}),
        Map.of("a", new Unlisted("x")),
        String.class,
        Unlisted.class,
        new ArrayList<>(List.of(new Class<?>[] {Unlisted.class})),
        new URL("http", "localhost", "/"),
        new IOException("x"),
        new IllegalStateException(new IOException()),
        (Runnable & Serializable) () -> {});
  }

  @ParameterizedTest
  @MethodSource("whatNobodyMayRead")
  void whatIsNotAllowedIsRefusedTimeAndAgain(Object value) {
    byte[] bytes = foreign(value);
    ForyAttributeCodec some = codec(AllowList.of(List.of(Cart.class.getName()), List.of()));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> some.deserialize("a", bytes))
          .isInstanceOf(AttributeUnreadableException.class)
          .hasMessageContaining("\"a\"");
    }
  }

  @Test
  void aRefusedClassIsNamedWithTheLineToAdd() {
    assertThatThrownBy(() -> fory.deserialize("a", foreign(new Unlisted[][] {{}})))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining(Unlisted.class.getName() + " is not allowed")
        .hasMessageContaining("lockstep.allowed-packages=io.lockstep.codec.fory,");
  }

  @Test
  void aClassThatIsNotAllowedIsNotEvenLoaded() {
    byte[] bytes = foreign(new Unlisted("x"));
    var loader = new WatchedLoader(getClass().getClassLoader());
    var watched = new ForyAttributeCodec(allowed, () -> loader);
    assertThatThrownBy(() -> watched.deserialize("a", bytes))
        .isInstanceOf(AttributeUnreadableException.class);
    assertThat(loader.asked()).doesNotContain(Unlisted.class.getName());
  }

  @Test
  void aFailureDoesNotPrintWhatWasReadBefore() {
    byte[] bytes = fory.serialize("a", new ArrayList<>(List.of("a secret", "b", "c")));
    assertThatThrownBy(() -> fory.deserialize("a", Arrays.copyOf(bytes, bytes.length - 2)))
        .satisfies(e -> assertThat(printed(e)).doesNotContain("secret"));
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void whatIsNotSerialisableIsRefusedAsByTheJdk() {
    record Loose(int a) {}

    assertThatThrownBy(() -> fory.serialize("loose", new Loose(1)))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("Loose is not serialisable");
    assertThatThrownBy(() -> fory.deserialize("loose", foreign(new Loose(1))))
        .isInstanceOf(AttributeUnreadableException.class);
  }

  @Test
  void theSameValueHasTheSameBytes() {
    assertThat(fory.serialize("a", new Cart("anna", List.of())))
        .isEqualTo(fory.serialize("a", new Cart("anna", List.of())));
  }
}
