package io.lockstep.systemtests.servers;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.cli.tour.Cookies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the shop for carts, and tells exactly what came back. Thread-safe, as the cookies are not.
 */
public final class CartClient {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http;
  private final Duration timeout;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param timeout how long an answer is waited for
   */
  public CartClient(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * Asks for the cart. The future never fails.
   *
   * @param shop the shop on some server, ending in a slash
   * @param cookies are sent as they are now, and changed by {@link Sent#take}
   */
  public CompletableFuture<Sent> get(URI shop, Cookies cookies) {
    return send(request(shop.resolve("cart"), cookies).GET().build());
  }

  /**
   * Appends an item to the cart, or one more of it. The future never fails.
   *
   * @param item a product, and a label after {@code ~}
   */
  public CompletableFuture<Sent> post(URI shop, Cookies cookies, String item) {
    URI address = shop.resolve("cart?item=" + item);
    return send(request(address, cookies).POST(BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(URI address, Cookies cookies) {
    var request = HttpRequest.newBuilder(address).timeout(timeout);
    return cookies.isEmpty() ? request : request.header("Cookie", cookies.header());
  }

  private CompletableFuture<Sent> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                response == null
                    ? new Sent(new Reply.None(kind(failure)), List.of())
                    : new Sent(reply(response), response.headers().allValues("Set-Cookie")));
  }

  private static String kind(@Nullable Throwable failure) {
    boolean late =
        failure instanceof HttpTimeoutException
            || (failure != null && failure.getCause() instanceof HttpTimeoutException);
    return late ? "time-out" : "connection";
  }

  /** Who is refused is told when to come again. */
  private static String refusal(HttpResponse<String> response) {
    boolean mute =
        response.statusCode() == UNAVAILABLE
            && response.headers().firstValue("Retry-After").isEmpty();
    return response.statusCode() + (mute ? " without Retry-After" : "");
  }

  private Reply reply(HttpResponse<String> response) {
    if (response.statusCode() != OK) {
      return new Reply.None(refusal(response));
    }
    try {
      Content content = json.readValue(response.body(), Content.class);
      return new Reply.Cart(
          content.server,
          response.headers().firstValue("Lockstep-Level").orElse(""),
          content.fresh,
          content.session + "@" + content.since,
          content.lines());
    } catch (JsonProcessingException nonsense) {
      return new Reply.None("unreadable");
    }
  }

  /**
   * A request that is over.
   *
   * @param setCookies the response's headers of that name
   */
  public record Sent(Reply reply, List<String> setCookies) {
    /** Gives a visitor the cookies that came with the response. */
    public void take(Cookies cookies) {
      cookies.take(setCookies);
    }
  }

  private record Content(
      String server,
      String session,
      @JsonProperty("new") boolean fresh,
      String since,
      Map<String, Integer> items) {
    List<String> lines() {
      return items.entrySet().stream()
          .flatMap(line -> Collections.nCopies(line.getValue(), line.getKey()).stream())
          .toList();
    }
  }
}
