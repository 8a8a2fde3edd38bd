package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Decides who may see the console. Thread-safe. */
interface AccessRule {
  /** Empty when the request may go on; else one sentence for the caller that says why not. */
  Optional<String> refusal(HttpServletRequest request);

  /** The rule for a setting. */
  static AccessRule of(ConsoleSettings.Access access) {
    return switch (access) {
      case LOOPBACK -> new LoopbackRule();
      case ANY -> request -> Optional.empty();
    };
  }
}
