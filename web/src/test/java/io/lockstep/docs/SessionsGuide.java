package io.lockstep.docs;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import io.lockstep.web.Lockstep;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The Java of the guide {@code docs/sessions.md}, between tags. */
final class SessionsGuide {
  private SessionsGuide() {}

  /** What a visitor wants to buy. */
  static final class Cart implements Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<String> items = new ArrayList<>();

    void add(String item) {
      items.add(item);
    }
  }

  static void firstRequest(HttpSession session) {
    // tag::set[]
    var cart = new Cart();
    session.setAttribute("cart", cart);
    cart.add("tea"); // goes along: values are serialised at the end of the request
    // end::set[]
  }

  static void laterRequest(HttpSession session) {
    // tag::set-again[]
    Cart cart = (Cart) session.getAttribute("cart");
    cart.add("cup");
    session.setAttribute("cart", cart); // without this line, the cup stays on this server
    // end::set-again[]
  }

  static long epoch(HttpServletRequest request) {
    // tag::server-session[]
    ServerSession session = Lockstep.serverSession(request);
    long epoch = session == null ? 0 : session.epoch();
    // end::server-session[]
    return epoch;
  }

  static void replicate(ServerSession session) {
    // tag::replication[]
    session.setReplication(Replication.ACKNOWLEDGED); // this session, from now on, on every server
    session.replicateRequest(Replication.ASYNC); // this request's changes alone
    // end::replication[]
  }

  static CompletableFuture<Integer> unassigned(ServletContext context) {
    // tag::report[]
    LockstepNode node = Objects.requireNonNull(Lockstep.node(context));
    CompletableFuture<Integer> unassigned =
        node.observer()
            .clusterReport()
            .thenApply(nodes -> nodes.stream().mapToInt(NodeReport::unassigned).sum());
    // end::report[]
    return unassigned;
  }

  // tag::listener[]
  public static final class Visits implements HttpSessionListener, ServletContextListener {
    private final AtomicInteger begun = new AtomicInteger();

    @Override
    public void contextInitialized(ServletContextEvent event) {
      Lockstep.addListener(event.getServletContext(), this);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      begun.incrementAndGet();
    }
  }

  // end::listener[]

  static LockstepNode startNode(MemoryNetwork network, String server) {
    // tag::node[]
    var settings =
        new NodeSettings(
            new NodeAddress("example", "lockstep", server, "shop"),
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("a text that nobody else knows"));
    var allowed = AllowList.of(List.of("com.example.shop"), List.of());
    LockstepNode node =
        new NodeBuilder(settings)
            .transport(network.transport())
            .codec(new JdkAttributeCodec(allowed, () -> SessionsGuide.class.getClassLoader()))
            .start();
    // end::node[]
    return node;
  }

  static String write(LockstepNode node) {
    // tag::use[]
    String id;
    try (SessionUse use = node.sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("name", "Ada");
      ReplicationLevel level = use.commit().join();
      if (level != ReplicationLevel.ACKNOWLEDGED) {
        System.err.println("A crash of this server may lose it: " + level);
      }
      id = use.session().id();
    }
    // end::use[]
    return id;
  }

  static Object read(LockstepNode other, String id) {
    // tag::open[]
    Optional<SessionUse> found = other.sessions().open(id, 0).join();
    Object name;
    try (SessionUse use = found.orElseThrow()) {
      name = use.session().getAttribute("name");
    }
    // end::open[]
    return Objects.requireNonNull(name);
  }
}
