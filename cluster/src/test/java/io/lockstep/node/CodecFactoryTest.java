package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeCodecProvider;
import io.lockstep.session.JdkAttributeCodec;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecFactoryTest {
  private static final Supplier<ClassLoader> LOADER = CodecFactoryTest.class::getClassLoader;

  private final CodecFactory installed = CodecFactory.installed(LOADER.get());

  private static final class Own implements AttributeCodecProvider {
    private @Nullable AllowList given;

    @Override
    public String name() {
      return "own";
    }

    @Override
    public AttributeCodec create(
        AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader) {
      given = allowList;
      return new JdkAttributeCodec(allowList, classLoader);
    }
  }

  private static LockstepSettings settings(Map<String, String> settings) {
    return SettingsParser.with(List.of()).parse(settings, "app");
  }

  private static LockstepSettings serialization(String name) {
    return settings(Map.of("lockstep.serialization", name));
  }

  @Test
  void theJdkIsTheDefaultAndAlwaysThere() {
    LockstepSettings settings = settings(Map.of());
    assertThat(settings.serialization()).isEqualTo("jdk");
    assertThat(installed.missing(settings)).isEmpty();
    assertThat(installed.create(settings, LOADER)).isInstanceOf(JdkAttributeCodec.class);
  }

  @Test
  void aProviderIsFoundByItsNameAndGetsTheAllowList() {
    var own = new Own();
    LockstepSettings settings = serialization("own");
    var codecs = new CodecFactory(List.of(own));
    assertThat(codecs.missing(settings)).isEmpty();
    assertThat(codecs.create(settings, LOADER)).isNotNull();
    assertThat(own.given).isSameAs(settings.allowList());
  }

  @Test
  void whenForyIsMissingTheModuleToAddIsTold() {
    LockstepSettings settings = serialization("fory");
    assertThat(installed.missing(settings))
        .containsExactly(
            "lockstep.serialization \"fory\": not in this build; there is jdk; to have it, add"
                + " lockstep-codec-fory");
    assertThatThrownBy(() -> installed.create(settings, LOADER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lockstep-codec-fory");
  }

  @Test
  void anUnknownOneIsToldWithThoseThatAreThere() {
    assertThat(new CodecFactory(List.of(new Own())).missing(serialization("kryo")))
        .containsExactly("lockstep.serialization \"kryo\": not in this build; there is jdk, own");
  }

  @Test
  void whatIsNoNameIsAMistakeOfTheSettings() {
    assertThatThrownBy(() -> serialization("Fory!"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lockstep.serialization")
        .hasMessageContaining("Fory!")
        .hasMessageContaining("jdk, fory, or the name of a provider");
  }
}
