package io.lockstep.config;

import java.util.List;

/** What seals the messages of one UDP or TCP instance. */
final class GroupSecurityCatalogue {
  static final Setting<String> SHARED_SECRET =
      Setting.computed(
          "shared-secret",
          "shared-secret",
          ValueTypes.NOT_EMPTY,
          "without it and a `key-store`, nothing is encrypted, with a warning",
          "encrypts and authenticates all messages; 12 letters or more, the same on every server");
  static final Setting<String> KEY_STORE =
      Setting.computed(
          "key-store",
          "key-store",
          ValueTypes.NOT_EMPTY,
          "",
          "instead of `shared-secret`: a PKCS 12 or JCEKS file with a secret key");
  static final Setting<String> KEY_STORE_PASSWORD =
      Setting.computed(
          "key-store-password",
          "key-store-password",
          ValueTypes.NOT_EMPTY,
          "required with `key-store`",
          "opens the file, and the key in it");
  static final Setting<String> KEY_ALIAS =
      Setting.of(
          "key-alias", "key-alias", ValueTypes.NOT_EMPTY, "lockstep", "the key's name in the file");

  static final List<Setting<?>> ALL =
      List.of(SHARED_SECRET, KEY_STORE, KEY_STORE_PASSWORD, KEY_ALIAS);

  private GroupSecurityCatalogue() {}
}
