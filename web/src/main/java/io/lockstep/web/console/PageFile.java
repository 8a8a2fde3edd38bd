package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** A file of the page, held in memory. */
final class PageFile {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml");

  private final String type;
  private final String cacheControl;
  private final byte[] body;
  private final String tag;

  private PageFile(String type, String cacheControl, byte[] body) {
    this.type = type;
    this.cacheControl = cacheControl;
    this.body = body;
    this.tag = tag(body);
  }

  /** A file from beside this class; it must exist. */
  static PageFile load(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      byte[] body = Objects.requireNonNull(in, name).readAllBytes();
      return new PageFile(Objects.requireNonNull(type, name), "no-cache", body);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** A value as JSON. */
  static PageFile json(Object value) {
    byte[] body = JsonWriter.write(value).getBytes(StandardCharsets.UTF_8);
    return new PageFile(GuardedServlet.JSON, "no-store", body);
  }

  private static String tag(byte[] body) {
    CRC32 sum = new CRC32();
    sum.update(body);
    return "\"%08x-%x\"".formatted(sum.getValue(), body.length);
  }

  /** Answers with the file, or with nothing when the browser has it already. */
  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", cacheControl);
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    } else {
      GuardedServlet.write(response, type, body);
    }
  }
}
