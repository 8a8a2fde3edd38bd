package io.lockstep.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Holds characters until the response is released. */
final class HeldWriter extends PrintWriter implements HeldContent {
  private final PrintWriter container;
  private final Characters characters;

  HeldWriter(PrintWriter container, HeldResponse response) {
    this(container, new Characters(container, response));
  }

  private HeldWriter(PrintWriter container, Characters characters) {
    super(characters);
    this.container = container;
    this.characters = characters;
  }

  @Override
  public void passOn() {
    characters.passOn();
  }

  @Override
  public void clear() {
    characters.held.setLength(0);
  }

  @Override
  public int size() {
    return characters.held.length();
  }

  @Override
  public boolean checkError() {
    return super.checkError() || container.checkError();
  }

  private static final class Characters extends Writer {
    private final PrintWriter container;
    private final HeldResponse response;
    private final StringBuilder held = new StringBuilder();

    Characters(PrintWriter container, HeldResponse response) {
      this.container = container;
      this.response = response;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      if (response.holds((long) held.length() + length)) {
        held.append(text, offset, length);
      } else {
        response.releaseForWrite();
        passOn();
        container.write(text, offset, length);
      }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      if (response.holds((long) held.length() + length)) {
        held.append(text, offset, offset + length);
      } else {
        response.releaseForWrite();
        passOn();
        container.write(text, offset, length);
      }
    }

    private void passOn() {
      if (held.length() > 0) {
        container.append(held);
        held.setLength(0);
      }
    }

    @Override
    public void flush() throws IOException {
      response.releaseForWrite();
      passOn();
      container.flush();
    }

    @Override
    public void close() throws IOException {
      response.releaseForWrite();
      passOn();
      container.close();
    }
  }
}
