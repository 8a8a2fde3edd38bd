package io.lockstep.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of XML with the JDK's own parser, whatever other one is there. Document types and
 * entities other than XML's own are refused, and so is what is too large or too deep for settings.
 */
final class XmlFile {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 32;

  private final String name;
  private final Consumer<String> mistakes;

  XmlFile(String name, Consumer<String> mistakes) {
    this.name = name;
    this.mistakes = mistakes;
  }

  /** The root, or null after a mistake. */
  @Nullable XmlElement read(InputStream file) {
    try {
      byte[] bytes = file.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        mistakes.accept("%s: is larger than %d bytes".formatted(name, MOST_BYTES));
        return null;
      }
      return parse(bytes);
    } catch (XMLStreamException e) {
      mistakes.accept("%s: %s".formatted(name + lineOf(e), reason(e)));
    } catch (IOException e) {
      mistakes.accept("%s: cannot be read: %s".formatted(name, e.getMessage()));
    }
    return null;
  }

  private static String lineOf(XMLStreamException failure) {
    return failure.getLocation() == null ? "" : ":" + failure.getLocation().getLineNumber();
  }

  /** The parser's message without the position, which it repeats. */
  private static String reason(XMLStreamException failure) {
    String message = String.valueOf(failure.getMessage());
    int begin = message.indexOf("Message: ");
    return begin < 0 ? message : message.substring(begin + "Message: ".length());
  }

  private static XmlElement parse(byte[] bytes) throws XMLStreamException, IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    String text = decoded(bytes, factory);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
    try {
      while (true) {
        int line = reader.getLocation().getLineNumber();
        if (next(reader) == XMLStreamConstants.START_ELEMENT) {
          XmlElement root = element(reader, line, 1);
          while (reader.hasNext()) {
            next(reader);
          }
          return root;
        }
      }
    } finally {
      reader.close();
    }
  }

  /**
   * The file's text with spaces for no-break spaces: printed files have them where XML allows white
   * space alone, behind the root for example.
   */
  private static String decoded(byte[] bytes, XMLInputFactory factory)
      throws XMLStreamException, IOException {
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
    @Nullable String encoding = reader.getEncoding();
    reader.close();
    try {
      Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return (text.startsWith("\ufeff") ? text.substring(1) : text).replace('\u00a0', ' ');
    } catch (CharacterCodingException
        | IllegalCharsetNameException
        | UnsupportedCharsetException e) {
      throw new IOException("is not in the encoding " + encoding, e);
    }
  }

  private static int next(XMLStreamReader reader) throws XMLStreamException {
    int event = reader.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new XMLStreamException(
          "ParseError\nMessage: document types and entities of one's own are not allowed",
          reader.getLocation());
    }
    return event;
  }

  /** The element at which the reader stands; afterwards it stands at its end. */
  private static XmlElement element(XMLStreamReader reader, int line, int depth)
      throws XMLStreamException {
    if (depth > MOST_DEPTH) {
      throw new XMLStreamException(
          "ParseError\nMessage: elements are more than %d deep".formatted(MOST_DEPTH),
          reader.getLocation());
    }
    String name = reader.getLocalName();
    Map<String, String> attributes = attributes(reader);
    List<XmlElement> children = new ArrayList<>();
    var text = new StringBuilder();
    while (true) {
      int before = reader.getLocation().getLineNumber();
      int event = next(reader);
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.add(element(reader, before, depth + 1));
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        return new XmlElement(name, line, attributes, children, Given.clean(text.toString()));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(reader.getText());
      }
    }
  }

  private static Map<String, String> attributes(XMLStreamReader reader) {
    var attributes = new LinkedHashMap<String, String>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }
}
