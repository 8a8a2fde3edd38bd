package io.lockstep.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What seals the messages between the nodes of a group that has no broker: a text, or a key in a
 * file, that all of them share; or nothing.
 *
 * @param sharedSecret the text, 12 letters or more
 * @param keyStore path of a key store, with a secret key; not with a text
 * @param keyStorePassword opens the store and the key; required with a store
 * @param keyAlias the key's name in the store
 */
public record GroupSecurity(
    Optional<String> sharedSecret,
    Optional<String> keyStore,
    Optional<String> keyStorePassword,
    String keyAlias) {
  /** Messages are neither encrypted nor authenticated. */
  public static final GroupSecurity NONE =
      new GroupSecurity(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          GroupSecurityCatalogue.KEY_ALIAS.defaultValue());

  private static final int SHORTEST_SECRET = 12;

  /** Throws {@link IllegalArgumentException} naming a setting that is wrong, never its value. */
  public GroupSecurity {
    if (sharedSecret.filter(secret -> secret.length() < SHORTEST_SECRET).isPresent()) {
      throw new IllegalArgumentException(
          "shared-secret: allowed is a text of %d letters or more".formatted(SHORTEST_SECRET));
    }
    if (sharedSecret.isPresent() && keyStore.isPresent()) {
      throw new IllegalArgumentException(
          "key-store: allowed is either a shared-secret or a key-store");
    }
    if (keyStore.isPresent() && keyStorePassword.isEmpty()) {
      throw new IllegalArgumentException("key-store-password: is missing; a key-store needs it");
    }
  }

  /** Whether messages are sealed. */
  public boolean isSet() {
    return sharedSecret.isPresent() || keyStore.isPresent();
  }

  static GroupSecurity read(SettingsReader reader) {
    Optional<String> secret = reader.find(GroupSecurityCatalogue.SHARED_SECRET);
    Optional<String> store = reader.find(GroupSecurityCatalogue.KEY_STORE);
    Optional<String> password = reader.find(GroupSecurityCatalogue.KEY_STORE_PASSWORD);
    String alias = reader.get(GroupSecurityCatalogue.KEY_ALIAS);
    try {
      return new GroupSecurity(secret, store, password, alias);
    } catch (IllegalArgumentException e) {
      reader.mistake(reader.prefix() + e.getMessage());
      return NONE;
    }
  }

  /** The settings by their name behind the prefix; they hold secrets. */
  Map<String, String> settings(String prefix) {
    var settings = new TreeMap<String, String>();
    put(settings, prefix, GroupSecurityCatalogue.SHARED_SECRET, sharedSecret);
    put(settings, prefix, GroupSecurityCatalogue.KEY_STORE, keyStore);
    put(settings, prefix, GroupSecurityCatalogue.KEY_STORE_PASSWORD, keyStorePassword);
    if (keyStore.isPresent()) {
      put(settings, prefix, GroupSecurityCatalogue.KEY_ALIAS, Optional.of(keyAlias));
    }
    return settings;
  }

  private static void put(
      Map<String, String> settings, String prefix, Setting<?> setting, Optional<String> value) {
    value.ifPresent(text -> settings.put(prefix + setting.name(), text));
  }

  /** Whether messages are sealed; no secret. */
  @Override
  public String toString() {
    return isSet() ? "sealed" : "open";
  }
}
