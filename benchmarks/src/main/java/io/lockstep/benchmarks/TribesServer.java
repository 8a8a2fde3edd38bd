package io.lockstep.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/**
 * A Tomcat with carts like the sample shop's, whose sessions the BackupManager replicates over
 * Tribes. Arguments: name, HTTP port, its number, the Tribes ports of all, and what a replication
 * waits for. Prints {@code SERVER} once it serves, and ends with its standard input.
 */
public final class TribesServer {
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private TribesServer() {}

  public static void main(String[] arguments) throws Exception {
    // Every start and stop of a server is told otherwise.
    TOMCAT.setLevel(Level.SEVERE);
    List<Integer> ports = Arrays.stream(arguments[3].split(",")).map(Integer::valueOf).toList();
    var started = new AtomicReference<@Nullable TribesNode>();
    var node =
        TribesNode.start(
            Integer.parseInt(arguments[2]),
            ports,
            Integer.parseInt(arguments[4]),
            (tomcat, context) -> {
              tomcat.setConnector(connector(Integer.parseInt(arguments[1])));
              serve(context, "cart", "/shop/cart", new CartServlet(arguments[0]));
              serve(context, "products", "/shop/products", new ReadyServlet(() -> true));
              serve(
                  context,
                  "safe",
                  "/safe",
                  new ReadyServlet(() -> isSafe(started.get(), ports.size() - 1)));
            });
    started.set(node);
    System.out.println("SERVER http://127.0.0.1:" + arguments[1]);
    while (System.in.read() >= 0) {
      // It goes on until the input ends.
    }
    Runtime.getRuntime().halt(0);
  }

  private static Connector connector(int port) {
    var connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxThreads", "60");
    connector.setProperty("minSpareThreads", "4");
    connector.setProperty("keepAliveTimeout", "-1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setThrowOnFailure(true);
    return connector;
  }

  private static void serve(Context context, String name, String path, HttpServlet servlet) {
    Tomcat.addServlet(context, name, servlet);
    context.addServletMappingDecoded(path, name);
  }

  private static boolean isSafe(@Nullable TribesNode node, int others) {
    return node != null && node.others() == others && node.sessions().areAllReplicated();
  }

  /** Answers with 200 when so, else with 503. */
  private static final class ReadyServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient BooleanSupplier condition;

    private ReadyServlet(BooleanSupplier condition) {
      this.condition = condition;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(condition.getAsBoolean() ? 200 : 503);
    }
  }

  /** Counts one item, and answers as the sample shop does. */
  private static final class CartServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String CART = "cart";

    private final String server;

    private CartServlet(String server) {
      this.server = server;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      send(response, count(request));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      int count = count(request) + 1;
      request.getSession().setAttribute(CART, count);
      send(response, count);
    }

    private static int count(HttpServletRequest request) {
      return request.getSession().getAttribute(CART) instanceof Integer count ? count : 0;
    }

    private void send(HttpServletResponse response, int count) throws IOException {
      response.setContentType("application/json");
      response
          .getWriter()
          .write("{\"server\":\"" + server + "\",\"items\":{\"assam\":" + count + "}}");
    }
  }
}
