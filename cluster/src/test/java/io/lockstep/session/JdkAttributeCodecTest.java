package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.management.BadAttributeValueExpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkAttributeCodecTest {
  private static final String OURS = JdkAttributeCodecTest.class.getName();

  private final JdkAttributeCodec plain = codec();
  private final JdkAttributeCodec ours = codec(OURS);

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

  @Retention(RetentionPolicy.RUNTIME)
  @interface Marked {}

  @Marked
  static final class Holder implements Serializable {
    private final Map<String, Object> values = new HashMap<>();

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Holder holder && holder.values.equals(values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(values);
    }
  }

  private static JdkAttributeCodec codec(String... packages) {
    return new JdkAttributeCodec(
        AllowList.of(List.of(packages), List.of()), JdkAttributeCodecTest.class::getClassLoader);
  }

  private static Object roundTrip(JdkAttributeCodec codec, Object value) {
    return codec.deserialize("a", codec.serialize("a", value));
  }

  private static byte[] written(Object value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(value);
    }
    return bytes.toByteArray();
  }

  @Test
  void aPackageStandsForItsSubPackagesButNotForItsNamesakes() {
    AllowList list = AllowList.of(List.of("com.example.shop"), List.of());
    assertThat(list.allows("com.example.shop.Cart")).isTrue();
    assertThat(list.allows("com.example.shop.cart.Cart$Item")).isTrue();
    assertThat(list.allows("[[Lcom.example.shop.Cart;")).isTrue();
    assertThat(list.allows("[[I")).isTrue();
    assertThat(list.allows("com.example.shopping.Cart")).isFalse();
    assertThat(list.allows("com.example.Cart")).isFalse();
  }

  @Test
  void aClassOfAKnownFrameworkIsToldByItsPreset() {
    assertThat(
            AllowList.plain()
                .advice(List.of("org.springframework.security.core.context.SecurityContextImpl")))
        .isEqualTo("to allow it, set lockstep.allowed-presets=spring-security");
    assertThat(
            AllowList.of(List.of(), List.of("spring-security"))
                .allows("org.springframework.security.core.context.SecurityContextImpl"))
        .isTrue();
  }

  @Test
  void anUnknownPresetIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> AllowList.of(List.of(), List.of("spring")))
        .hasMessageContaining("lockstep.allowed-presets \"spring\"")
        .hasMessageContaining("spring-security");
  }

  @Test
  void anUnlistedClassIsRefusedWhenReading() throws IOException {
    byte[] bytes = written(new Cart("anna", List.of()));
    assertThatThrownBy(() -> plain.deserialize("cart", bytes))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("\"cart\"")
        .hasMessageContaining(Cart.class.getName())
        .hasMessageContaining("lockstep.allowed-packages=");
  }

  @Test
  void aProxyPassesWhenItsInterfacesAndItsHandlerAreAllowed() throws IOException {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Greeter.class}, new Answer("hi"));
    assertThat(((Greeter) roundTrip(ours, proxy)).greet()).isEqualTo("hi");
    assertThatThrownBy(() -> plain.serialize("proxy", proxy))
        .hasMessageContaining(Greeter.class.getName())
        .hasMessageContaining(Answer.class.getName());
    byte[] bytes = written(proxy);
    assertThatThrownBy(() -> plain.deserialize("proxy", bytes))
        .hasMessageContaining(Greeter.class.getName());
  }

  @Test
  void gadgetsOfTheJdkAreRefusedWhenReadingWhateverIsAllowed() throws IOException {
    var generous = codec("sun", "javax", "com.sun", OURS);
    Object annotation = Objects.requireNonNull(Holder.class.getAnnotation(Marked.class));
    byte[] handler = written(annotation);
    assertThatThrownBy(() -> generous.deserialize("a", handler))
        .hasMessageContaining("AnnotationInvocationHandler")
        .hasMessageContaining("refused always");
    byte[] management = written(new BadAttributeValueExpException("x"));
    assertThatThrownBy(() -> generous.deserialize("a", management))
        .hasMessageContaining("BadAttributeValueExpException")
        .hasMessageContaining("refused always");
    assertThatThrownBy(() -> generous.serialize("a", new BadAttributeValueExpException("x")))
        .hasMessageContaining("refused always");
  }

  @Test
  void aUrlWhoseHashAsksTheNameServiceIsNotAPlainType() throws IOException {
    byte[] bytes = written(new ArrayList<>(List.of(new URL("http", "localhost", "/"))));
    assertThatThrownBy(() -> plain.deserialize("a", bytes)).hasMessageContaining("java.net.URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.commons.collections.functors.InvokerTransformer",
        "org.apache.commons.collections4.functors.InvokerTransformer",
        "org.apache.commons.collections.map.LazyMap",
        "org.apache.commons.beanutils.BeanComparator",
        "org.codehaus.groovy.runtime.ConvertedClosure",
        "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
        "com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase",
        "org.springframework.beans.factory.support.DefaultListableBeanFactory",
        "org.hibernate.engine.spi.TypedValue",
        "com.sun.rowset.JdbcRowSetImpl",
        "java.rmi.server.UnicastRemoteObject",
        "java.security.SignedObject"
      })
  void knownGadgetsAreRefusedWhateverIsAllowed(String className) {
    AllowList generous = AllowList.of(List.of("org", "com", "java"), AllowList.presetNames());
    assertThat(generous.allows(className)).isFalse();
  }

  @Test
  void anArrayLargerThanItsBytesCanMeanIsRefusedBeforeItIsAllocated() {
    byte[] bytes = plain.serialize("a", new byte[1_000]);
    int length = bytes.length - 1_000 - 4;
    bytes[length] = 0x7f;
    assertThatThrownBy(() -> plain.deserialize("a", bytes))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("REJECTED");
  }

  /** Each claims no more than one array of its bytes may, and all stay while the next is read. */
  @Test
  void arraysThatTogetherAreLargerThanTheirBytesCanMeanAreRefused() {
    Object[] nested = new Object[1];
    for (int i = 0; i < 1_000; i++) {
      nested = new Object[] {nested};
    }
    byte[] bytes = plain.serialize("a", nested);
    byte[] oneElement = HexFormat.of().parseHex("7571007e000000000001");
    for (int at = 0; at < bytes.length - oneElement.length; at++) {
      int end = at + oneElement.length;
      if (Arrays.equals(bytes, at, end, oneElement, 0, oneElement.length)) {
        bytes[end - 2] = 0x7f;
      }
    }
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> plain.deserialize("a", bytes))
        .isInstanceOf(AttributeUnreadableException.class)
        .hasMessageContaining("REJECTED");
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
  }
}
