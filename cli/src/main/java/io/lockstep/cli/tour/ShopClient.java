package io.lockstep.cli.tour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the shop as a browser would, but never repeats a request by itself, as long as {@link
 * #neverRepeat} was called in time. Thread-safe.
 */
public final class ShopClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI shop;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param shop the shop's address, ending in a slash
   * @param executor for reading answers
   */
  ShopClient(URI shop, Executor executor) {
    this.shop = shop;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(executor)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /**
   * Keeps the JDK's client from repeating a GET that failed, which would hide the failure. To be
   * called before the JVM's first HTTP request: the JDK reads these properties only then.
   */
  public static void neverRepeat() {
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
  }

  /** Asks for the cart. The future never fails. */
  CompletableFuture<Answer> get(Cookies cookies) {
    return send(request("cart", cookies).GET().build(), cookies);
  }

  /**
   * Puts an item into the cart. The future never fails.
   *
   * @param again whether this repeats a request that failed, so that an item which is in already
   *     must not be put in again
   */
  CompletableFuture<Answer> post(Cookies cookies, String item, boolean again) {
    var query = "cart?item=" + URLEncoder.encode(item, StandardCharsets.UTF_8);
    var request = request(again ? query + "&once=true" : query, cookies);
    return send(request.POST(BodyPublishers.noBody()).build(), cookies);
  }

  private HttpRequest.Builder request(String path, Cookies cookies) {
    var request = HttpRequest.newBuilder(shop.resolve(path)).timeout(TIMEOUT);
    return cookies.isEmpty() ? request : request.header("Cookie", cookies.header());
  }

  private CompletableFuture<Answer> send(HttpRequest request, Cookies cookies) {
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                response == null ? failed(failure) : answered(response, cookies));
  }

  private Answer answered(HttpResponse<String> response, Cookies cookies) {
    cookies.take(response.headers().allValues("Set-Cookie"));
    if (response.statusCode() / 100 != 2) {
      return Answer.failed(Integer.toString(response.statusCode()));
    }
    try {
      var level = response.headers().firstValue("Lockstep-Level").orElse("");
      return Answer.good(json.readValue(response.body(), Answer.Cart.class), level);
    } catch (JsonProcessingException nonsense) {
      return Answer.failed("unreadable");
    }
  }

  private static Answer failed(@Nullable Throwable failure) {
    boolean late =
        failure instanceof HttpTimeoutException
            || (failure != null && failure.getCause() instanceof HttpTimeoutException);
    return Answer.failed(late ? "time-out" : "connection");
  }
}
