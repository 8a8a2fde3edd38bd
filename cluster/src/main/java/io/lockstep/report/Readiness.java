package io.lockstep.report;

/** Whether a balancer should send visitors to a node. */
public enum Readiness {
  READY("ready"),
  /** It does not know its cluster yet. */
  STARTING("starting: it does not know its cluster yet"),
  /** New visitors should go elsewhere; those with a session there are served. */
  DRAINING("draining: new visitors go elsewhere"),
  /** Its transport is down: sessions are served, and nobody else has their changes. */
  ALONE("no cluster: its transport is not connected"),
  /** It is leaving, or has left. */
  STOPPING("stopping");

  private final String text;

  Readiness(String text) {
    this.text = text;
  }

  /** A line for people. */
  public String text() {
    return text;
  }
}
