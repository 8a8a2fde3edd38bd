package io.lockstep.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A response whose first byte does not leave before its release: up to the buffer's size it is held
 * here, because a container commits as it pleases. Headers go to the container at once.
 */
final class HeldResponse extends HttpServletResponseWrapper {
  private static final long UNKNOWN = -1;
  private static final String CONTENT_LENGTH = "Content-Length";

  /** What must be done before the first byte leaves. */
  @FunctionalInterface
  interface Release {
    /** Throws when the response must not leave. */
    void beforeFirstByte();
  }

  private final Release release;
  private boolean released;
  private boolean passedOn;
  private long limit;
  private long declaredLength = UNKNOWN;
  private @Nullable HeldOutputStream stream;
  private @Nullable HeldWriter writer;
  private @Nullable HeldContent content;

  HeldResponse(HttpServletResponse container, Release release) {
    super(container);
    this.release = release;
    this.limit = container.getBufferSize();
  }

  boolean isReleased() {
    return released;
  }

  /** Whether so much content, in all, may still be held. */
  boolean holds(long size) {
    return !released && size <= limit;
  }

  /** A response that is complete need not wait for the request's end. */
  void wrote(int size) throws IOException {
    if (size == declaredLength) {
      releaseAndPassOn();
    }
  }

  /** Releases for a write that goes past the held content. */
  void releaseForWrite() {
    release();
    passedOn = true;
  }

  private void release() {
    if (!released) {
      release.beforeFirstByte();
      released = true;
    }
  }

  void releaseAndPassOn() throws IOException {
    release();
    passedOn = true;
    if (content != null) {
      content.passOn();
    }
  }

  /**
   * Releases what is left at the request's end. While no byte has left yet, what was changed since
   * the release is waited for too, and its cookie sent. After an error or a redirect a container
   * may call itself committed before that.
   */
  void releaseAtEnd() throws IOException {
    if (released && (!passedOn || !super.isCommitted())) {
      release.beforeFirstByte();
    }
    releaseAndPassOn();
  }

  void releaseForWriteListener() {
    try {
      releaseAndPassOn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Releases without content: the container answers in its place. */
  void releaseEmpty() {
    clear();
    release();
  }

  /** Drops what is held. */
  void clear() {
    if (content != null) {
      content.clear();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream container = super.getOutputStream();
    if (stream == null) {
      stream = new HeldOutputStream(container, this);
      content = stream;
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter container = super.getWriter();
    if (writer == null) {
      writer = new HeldWriter(container, this);
      content = writer;
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    releaseAndPassOn();
    super.flushBuffer();
  }

  @Override
  public void setBufferSize(int size) {
    if (content != null && content.size() > 0) {
      throw new IllegalStateException("Content has been written");
    }
    super.setBufferSize(size);
    limit = super.getBufferSize();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    clear();
  }

  @Override
  public void reset() {
    super.reset();
    clear();
    content = null;
    stream = null;
    writer = null;
    declaredLength = UNKNOWN;
    released = false;
  }

  @Override
  public void sendError(int status) throws IOException {
    releaseInstead();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    releaseInstead();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    releaseInstead();
    super.sendRedirect(location);
  }

  /** What Servlet 6.1 calls for every redirect; unknown to 6.0. */
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    if (clearBuffer) {
      releaseInstead();
    } else {
      releaseAndPassOn();
    }
    Redirect61.send((HttpServletResponse) getResponse(), location, status, clearBuffer);
  }

  /** Another content takes the place of what is held, unless it is too late for that. */
  private void releaseInstead() {
    if (!isCommitted()) {
      releaseEmpty();
    }
  }

  @Override
  public void setContentLength(int length) {
    super.setContentLength(length);
    declaredLength = length;
  }

  @Override
  public void setContentLengthLong(long length) {
    super.setContentLengthLong(length);
    declaredLength = length;
  }

  @Override
  public void setIntHeader(String name, int value) {
    super.setIntHeader(name, value);
    noteLength(name, Integer.toString(value));
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    super.setHeader(name, value);
    noteLength(name, value);
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    super.addHeader(name, value);
    noteLength(name, value);
  }

  private void noteLength(String name, @Nullable String value) {
    if (CONTENT_LENGTH.equalsIgnoreCase(name)) {
      boolean number = value != null && value.matches("\\d{1,18}");
      declaredLength = number ? Long.parseLong(value) : UNKNOWN;
    }
  }

  /** Ids travel in cookies alone. */
  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }
}
