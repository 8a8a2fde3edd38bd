package io.lockstep.docs;

import io.lockstep.store.SharedStore;
import io.lockstep.store.StoreListener;
import io.lockstep.web.ServiceManager;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Java of the guide {@code docs/stores.md}, between tags. */
final class StoresGuide {
  private StoresGuide() {}

  static @Nullable String get() {
    // tag::get[]
    SharedStore<String, String> offers =
        ServiceManager.getSharedStoreManager().getSharedStore("offers", String.class, String.class);
    offers.put("tea", "3 for 2");
    String tea = offers.get("tea");
    // end::get[]
    return tea;
  }

  static void endingByItself(SharedStore<String, String> offers) {
    // tag::ttl[]
    offers.put("cake", "only today", Duration.ofHours(10));
    // end::ttl[]
  }

  static void listen(SharedStore<String, String> offers, Map<String, String> shown) {
    // tag::listen[]
    offers.addListener(
        new StoreListener<>() {
          @Override
          public void put(String key, String value) {
            shown.put(key, value);
          }

          @Override
          public void removed(String key) {
            shown.remove(key);
          }
        });
    // end::listen[]
  }
}
