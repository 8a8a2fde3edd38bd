package io.lockstep.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a common framework keeps in sessions.
 *
 * @param name as in the setting
 * @param packages packages or classes
 */
record AllowListPreset(String name, List<String> packages) implements Comparable<AllowListPreset> {
  private static final List<AllowListPreset> ALL =
      List.of(
          preset("guava", "com.google.common.collect", "com.google.common.base"),
          preset(
              "hibernate-collections",
              "org.hibernate.collection.spi",
              "org.hibernate.collection.internal"),
          preset(
              "jakarta-faces",
              "jakarta.faces",
              "com.sun.faces.application",
              "com.sun.faces.component",
              "com.sun.faces.context",
              "com.sun.faces.el",
              "com.sun.faces.facelets",
              "com.sun.faces.flow",
              "com.sun.faces.renderkit",
              "com.sun.faces.util",
              "org.apache.myfaces"),
          preset("joda-time", "org.joda.time"),
          preset("kotlin", "kotlin", "kotlinx.datetime"),
          preset("spring-security", "org.springframework.security"),
          preset(
              "spring-web",
              "org.springframework.web.servlet.FlashMap",
              "org.springframework.web.bind.support",
              "org.springframework.web.context.request",
              "org.springframework.http.HttpMethod",
              "org.springframework.util.LinkedCaseInsensitiveMap",
              "org.springframework.util.LinkedMultiValueMap",
              "org.springframework.util.MultiValueMapAdapter"),
          preset("struts", "org.apache.struts2.util", "org.apache.struts2.interceptor"),
          preset("vaadin", "com.vaadin"),
          preset("wicket", "org.apache.wicket"));

  private static AllowListPreset preset(String name, String... packages) {
    return new AllowListPreset(name, List.of(packages));
  }

  boolean covers(String className) {
    return ClassNames.coveredBy(className, packages);
  }

  static List<String> names() {
    return ALL.stream().map(AllowListPreset::name).sorted().toList();
  }

  static AllowListPreset named(String name) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "lockstep.allowed-presets \"%s\": allowed are %s"
                        .formatted(name, String.join(", ", names()))));
  }

  /** The preset that would allow the class, or null. */
  static @Nullable AllowListPreset covering(String className) {
    return ALL.stream().filter(preset -> preset.covers(className)).findFirst().orElse(null);
  }

  @Override
  public int compareTo(AllowListPreset other) {
    return name.compareTo(other.name);
  }
}
