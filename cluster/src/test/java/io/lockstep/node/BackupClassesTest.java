package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.config.BackupSettings;
import io.lockstep.config.ConfigurationException;
import io.lockstep.membership.Member;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.BackupSelector;
import io.lockstep.session.LeastLoadedSelector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupClassesTest {
  private static BackupSelector selector(String name) {
    return BackupClasses.create(
            new BackupSettings(name, BackupSettings.IN_MEMORY, BackupPeriods.defaults()),
            BackupClassesTest.class.getClassLoader())
        .selector();
  }

  /** One as it has to be. */
  public static class Nobody implements BackupSelector {
    @Override
    public Optional<Member> select(List<Member> candidates, Origin origin) {
      return Optional.empty();
    }
  }

  /** One that needs something. */
  public static class Needy extends Nobody {
    /** Needs the text. */
    public Needy(String text) {
      assertThat(text).isNotNull();
    }
  }

  /** One that cannot be made. */
  public static class Broken extends Nobody {
    /** Throws. */
    public Broken() {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void leastLoadedIsTheDefaultAndAlsoGoesByItsClass() {
    assertThat(selector(BackupSettings.defaults().selector()))
        .isInstanceOf(LeastLoadedSelector.class);
    assertThat(selector(LeastLoadedSelector.class.getName()))
        .isInstanceOf(LeastLoadedSelector.class);
  }

  @Test
  void aClassOfTheApplicationIsMade() {
    assertThat(selector(Nobody.class.getName())).isInstanceOf(Nobody.class);
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.Nearest,no such class",
    "java.lang.String,does not implement io.lockstep.session.BackupSelector",
    "io.lockstep.node.BackupClassesTest$Needy,constructor without arguments",
    "io.lockstep.session.GuardedSelector,constructor without arguments",
    "io.lockstep.session.BackupSelector,constructor without arguments",
    "io.lockstep.node.BackupClassesTest$Broken,on purpose"
  })
  void whatIsNoneIsRefusedWithSettingClassAndReason(String name, String reason) {
    assertThatThrownBy(() -> selector(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backup-selector \"" + name + "\": ")
        .hasMessageContaining(reason);
  }
}
