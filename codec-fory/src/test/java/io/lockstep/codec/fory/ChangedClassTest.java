package io.lockstep.codec.fory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.JdkAttributeCodec;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of the application's next version reads what one of this version wrote. */
class ChangedClassTest {
  private static final String FIELD = "public int price;";

  private final AllowList allowed = AllowList.of(List.of("shop"), List.of());
  @TempDir private Path folder;

  /** The class {@code shop.Item} with other fields. */
  private URLClassLoader version(String name, String fields) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    Path source = classes.resolve("Item.java");
    Files.writeString(
        source,
        """
        package shop;
        public class Item implements java.io.Serializable {
          private static final long serialVersionUID = 1L;
          public String name = "tea";
          %s
        }
        """
            .formatted(fields));
    int failures =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(failures).isZero();
    return new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  private static Object item(ClassLoader loader) throws ReflectiveOperationException {
    return loader.loadClass("shop.Item").getConstructor().newInstance();
  }

  private ForyAttributeCodec fory(ClassLoader loader) {
    return new ForyAttributeCodec(allowed, () -> loader);
  }

  @Test
  void theSameClassOfAnotherLoaderIsRead() throws Exception {
    try (var here = version("one", FIELD);
        var there = version("two", FIELD)) {
      byte[] bytes = fory(here).serialize("item", item(here));
      assertThat(bytes[0]).isEqualTo(Engine.MARKER);
      Object read = fory(there).deserialize("item", bytes);
      assertThat(read.getClass().getClassLoader()).isSameAs(there);
      assertThat(read).hasFieldOrPropertyWithValue("name", "tea");
    }
  }

  @Test
  void aClassWithOneFieldMoreOrLessIsRead() throws Exception {
    try (var before = version("before", FIELD);
        var more = version("more", FIELD + " public String colour = \"green\";");
        var less = version("less", "")) {
      byte[] bytes = fory(before).serialize("item", item(before));
      for (ClassLoader after : List.of(more, less)) {
        assertThat(fory(after).deserialize("item", bytes))
            .hasFieldOrPropertyWithValue("name", "tea");
      }
    }
  }

  @Test
  void whatTheJdkWroteIsReadByTheChangedClass() throws Exception {
    try (var before = version("before", FIELD);
        var after = version("after", FIELD + " public String colour = \"green\";")) {
      byte[] bytes = new JdkAttributeCodec(allowed, () -> before).serialize("item", item(before));
      assertThat(fory(after).deserialize("item", bytes)).hasFieldOrPropertyWithValue("name", "tea");
    }
  }

  /** A field may never hold what it is not declared for: the JVM would rely on it. */
  @Test
  void aFieldNeverHoldsWhatIsNotOfItsType() throws Exception {
    List<String> fields =
        List.of(
            "public Number content = 5;",
            "public java.util.Date content = new java.util.Date();",
            "public java.util.ArrayList<Object> content = new java.util.ArrayList<>();",
            "public shop.Item content = null; public Item() {}"
                + " public Item(int a) { content = new Item(); }",
            "public Object content = new java.util.HashMap<>();",
            "public Integer[] content = {1};",
            "public Number[] content = {1};",
            "public int content = 1;",
            "public String content = \"a\";");
    List<URLClassLoader> versions = new ArrayList<>();
    for (String each : fields) {
      versions.add(version("version" + versions.size(), each));
    }
    for (URLClassLoader here : versions) {
      byte[] bytes = fory(here).serialize("item", item(here));
      for (URLClassLoader there : versions) {
        checkContent(there, bytes);
      }
    }
    for (URLClassLoader each : versions) {
      each.close();
    }
  }

  private void checkContent(ClassLoader there, byte[] bytes) throws Exception {
    Field content = there.loadClass("shop.Item").getField("content");
    try {
      Object read = content.get(fory(there).deserialize("item", bytes));
      assertThat(read == null || fits(content, read)).as(content + ": " + read).isTrue();
    } catch (AttributeUnreadableException expected) {
      assertThat(expected).hasMessageContaining("\"item\"");
    }
  }

  private static boolean fits(Field field, Object value) {
    return field.getType().isPrimitive() || field.getType().isInstance(value);
  }
}
