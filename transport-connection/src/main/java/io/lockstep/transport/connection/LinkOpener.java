package io.lockstep.transport.connection;

/** Opens one link after the other, for one life of a node. */
public interface LinkOpener {
  /**
   * Connects and sets everything up. Called on one thread, again whenever a link was lost or could
   * not be opened; what is thrown is told to {@link #explain}.
   *
   * @throws DeclaredDeadException when this life of the node is over
   */
  Link open() throws Exception;

  /** Ends the attempt under way, or the link that came of it, at once; later ones fail. */
  void cut();

  /** Called once, when no link will be opened any more. */
  void close();

  /** What the links lead to, for people, for example a broker's address without its password. */
  String target();

  /** Says in one line why no link could be opened. */
  String explain(Throwable failure);
}
