package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.config.BackupSettings;
import io.lockstep.config.ConfigurationException;
import io.lockstep.membership.Member;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.BackupSelector;
import io.lockstep.session.BackupStore;
import io.lockstep.session.DirectMemoryBackupStore;
import io.lockstep.session.LeastLoadedSelector;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupClassesTest {
  private static BackupSelector selector(String name) {
    return create(new BackupSettings(name, BackupSettings.IN_MEMORY, BackupPeriods.defaults()))
        .selector();
  }

  private static Optional<BackupStore> store(String name) {
    return create(new BackupSettings(BackupSettings.LEAST_LOADED, name, BackupPeriods.defaults()))
        .store();
  }

  private static BackupManagement create(BackupSettings settings) {
    return BackupClasses.create(settings, BackupClassesTest.class.getClassLoader());
  }

  /** A store as it has to be. */
  public static class Shelf implements BackupStore {
    private final Map<Long, byte[]> values = new HashMap<>();

    @Override
    public long put(ByteBuffer value) {
      var bytes = new byte[value.remaining()];
      value.get(bytes);
      long number = values.size();
      values.put(number, bytes);
      return number;
    }

    @Override
    public byte[] get(long number) {
      return Objects.requireNonNull(values.get(number));
    }

    @Override
    public void remove(long number) {
      values.remove(number);
    }

    @Override
    public void close() {
      values.clear();
    }
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

  @Test
  void backupsAreInMemoryByDefaultAndInDirectMemoryIfWanted() {
    assertThat(store(BackupSettings.defaults().store())).isEmpty();
    assertThat(store("direct-memory")).get().isInstanceOf(DirectMemoryBackupStore.class);
    assertThat(store(DirectMemoryBackupStore.class.getName()))
        .get()
        .isInstanceOf(DirectMemoryBackupStore.class);
  }

  @Test
  void aStoreOfTheApplicationIsMade() {
    assertThat(store(Shelf.class.getName())).get().isInstanceOf(Shelf.class);
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.OnDisk,no such class",
    "io.lockstep.node.BackupClassesTest$Nobody,does not implement io.lockstep.session.BackupStore",
    "io.lockstep.session.BackupStore,constructor without arguments"
  })
  void whatIsNoStoreIsRefusedWithSettingClassAndReason(String name, String reason) {
    assertThatThrownBy(() -> store(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("backup-store \"" + name + "\": ")
        .hasMessageContaining(reason);
  }
}
