package io.lockstep.config;

import java.util.List;

/** The settings of one transport instance, whatever its kind. */
final class InstanceCatalogue {
  static final Setting<String> TRANSPORT =
      Setting.computed(
          "transport",
          "../@class",
          TransportKinds.NAMED,
          "as `lockstep.transport`",
          "the instance's kind; in a file it stands at the `<factory-implementation>` around it");
  static final Setting<List<String>> KEYS =
      Setting.computed(
          "keys",
          "keys/key",
          ValueTypes.LIST,
          "those that no other instance has",
          "the traffic it carries: of "
              + String.join(", ", KeyNames.ALL)
              + "; each key in one instance");
  static final Setting<String> JMS_CONFIG =
      Setting.computed(
          "jms-config",
          "@jmsConfigName",
          ValueTypes.NOT_EMPTY,
          "the only block, where there is one",
          "the JMS block that a JMS instance uses");

  static final List<Setting<?>> ALL = List.of(TRANSPORT, KEYS, JMS_CONFIG);

  private InstanceCatalogue() {}
}
