package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.web.console.ConsoleSettings.Access;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSettingsTest {
  @Test
  void isForThisMachineAloneByDefault() {
    assertThat(ConsoleSettings.read(name -> null)).isEqualTo(ConsoleSettings.defaults());
    assertThat(ConsoleSettings.defaults()).isEqualTo(new ConsoleSettings(Access.LOOPBACK, null));
  }

  @Test
  void readsWhatIsSet() {
    Map<String, String> set =
        Map.of("lockstep.console.access", " Any ", "lockstep.demo.control", "/demo/");
    assertThat(ConsoleSettings.read(set::get)).isEqualTo(new ConsoleSettings(Access.ANY, "/demo/"));
  }

  @Test
  void namesSettingValueAndWhatIsAllowed() {
    assertThatThrownBy(() -> ConsoleSettings.read(Map.of("lockstep.console.access", "lan")::get))
        .hasMessage("lockstep.console.access \"lan\": allowed is loopback or any");
  }

  @Test
  void addsTheSlashThatAFolderEndsWith() {
    assertThat(new ConsoleSettings(Access.LOOPBACK, "/demo").demoControl()).isEqualTo("/demo/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "//example.org/", "http://example.org/", "/a//b/", "/?x=/", "/ /"})
  void takesNoControlThatIsNotAFolderOnThisServer(String control) {
    assertThatThrownBy(() -> new ConsoleSettings(Access.LOOPBACK, control))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lockstep.demo.control \"" + control);
  }
}
