package io.lockstep.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Holds bytes until the response is released. */
final class HeldOutputStream extends ServletOutputStream implements HeldContent {
  private final ServletOutputStream container;
  private final HeldResponse response;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);

  HeldOutputStream(ServletOutputStream container, HeldResponse response) {
    this.container = container;
    this.response = response;
  }

  @Override
  public void write(int oneByte) throws IOException {
    if (response.holds(held.size() + 1L)) {
      held.write(oneByte);
      response.wrote(held.size());
    } else if (held.size() == 0) {
      response.releaseForWrite();
      container.write(oneByte);
    } else {
      writeThrough(new byte[] {(byte) oneByte}, 0, 1);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (response.holds((long) held.size() + length)) {
      held.write(bytes, offset, length);
      response.wrote(held.size());
    } else {
      writeThrough(bytes, offset, length);
    }
  }

  /** One write for what was held and what is new: a non-blocking container allows no second one. */
  private void writeThrough(byte[] bytes, int offset, int length) throws IOException {
    response.releaseForWrite();
    if (held.size() == 0) {
      container.write(bytes, offset, length);
    } else {
      held.write(bytes, offset, length);
      passOn();
    }
  }

  @Override
  public void passOn() throws IOException {
    if (held.size() > 0) {
      byte[] all = held.toByteArray();
      held.reset();
      container.write(all);
    }
  }

  @Override
  public void clear() {
    held.reset();
  }

  @Override
  public int size() {
    return held.size();
  }

  @Override
  public void flush() throws IOException {
    response.releaseAndPassOn();
    if (isReady()) {
      container.flush();
    }
  }

  @Override
  public void close() throws IOException {
    response.releaseAndPassOn();
    container.close();
  }

  @Override
  public boolean isReady() {
    return container.isReady();
  }

  /** From here on the container calls back when it can write, so nothing may wait any more. */
  @Override
  public void setWriteListener(WriteListener listener) {
    response.releaseForWriteListener();
    container.setWriteListener(listener);
  }
}
