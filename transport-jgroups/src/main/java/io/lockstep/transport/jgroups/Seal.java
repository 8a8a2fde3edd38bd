package io.lockstep.transport.jgroups;

import io.lockstep.transport.connection.Complaints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.Message.TransientFlag;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.TpHeader;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and authenticates whole messages of JGroups, headers and all, with AES-GCM under a key
 * that the group shares. Stands right above the network, below discovery, so that who lacks the key
 * is not even found. Each sender has a key of its own, derived from the shared one and its address,
 * which is random: so its messages, counted, never use a nonce twice (NIST SP 800-38D, 8.2.1).
 *
 * <p>A message that was opened before is not opened again ({@link SenderKey}).
 */
final class Seal extends Protocol {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int MOST_SENDERS = 1_000;

  private final SecretKey key;
  private final String prefix;
  private final Complaints complaints;
  private final AtomicLong messages = new AtomicLong();
  private volatile boolean joining;
  private final Map<Address, SenderKey> senderKeys = new ConcurrentHashMap<>();
  private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(Seal::newCipher);

  /**
   * @param prefix of the settings' names, for messages
   */
  Seal(SecretKey key, String prefix, Complaints complaints) {
    this.key = key;
    this.prefix = prefix;
    this.complaints = complaints;
  }

  /** Until it joins, other groups of the same network are heard as well. */
  @Override
  public @Nullable Object down(Event event) {
    Object result = down_prot.down(event);
    if (event.getType() == Event.CONNECT) {
      joining = true;
    }
    return result;
  }

  @Override
  public Object down(Message msg) {
    if (msg.getSrc() == null) {
      msg.setSrc(local_addr);
    }
    return down_prot.down(sealed(msg));
  }

  /** The message, whose sender is set, within another one. */
  Message sealed(Message msg) {
    try {
      Message sealed =
          new BytesMessage(msg.dest(), seal(bytesOf(msg))).setFlag(msg.getFlags(), false);
      if (msg.isFlagSet(TransientFlag.DONT_LOOPBACK)) {
        sealed.setFlag(TransientFlag.DONT_LOOPBACK);
      }
      return sealed.setSrc(local_addr);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A message cannot be sealed", e);
    }
  }

  /** As it would go over the network. */
  static ByteArray bytesOf(Message msg) {
    var bytes = new ByteArrayDataOutputStream(msg.size());
    try {
      bytes.writeShort(msg.getType());
      msg.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory failed", e);
    }
    return bytes.getBuffer();
  }

  private byte[] seal(ByteArray plain) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(messages.incrementAndGet()).array();
    Cipher cipher = ciphers.get();
    cipher.init(
        Cipher.ENCRYPT_MODE, keyOf(local_addr).key(), new GCMParameterSpec(8 * TAG_BYTES, nonce));
    var sealed = new byte[NONCE_BYTES + plain.length() + TAG_BYTES];
    System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
    cipher.doFinal(plain.array(), plain.offset(), plain.length(), sealed, NONCE_BYTES);
    return sealed;
  }

  @Override
  public @Nullable Object up(Message msg) {
    Message opened = opened(msg);
    return opened == null ? null : up_prot.up(opened);
  }

  @Override
  public void up(MessageBatch batch) {
    var opened =
        new MessageBatch(
            batch.dest(),
            batch.sender(),
            batch.clusterName(),
            batch.multicast(),
            batch.mode(),
            Math.max(1, batch.size()));
    for (Message msg : batch) {
      Message next = opened(msg);
      if (next != null && !batch.sender().equals(next.getSrc())) {
        up_prot.up(next);
      } else if (next != null) {
        opened.add(next);
      }
    }
    if (!opened.isEmpty()) {
      up_prot.up(opened);
    }
  }

  /**
   * What was sealed; null, and a complaint, when it was not sealed with this key by the sender that
   * it names. Its own sender may be another: a member sends again what somebody missed.
   */
  @Nullable Message opened(Message msg) {
    if (!joining || isForeign(msg)) {
      return null;
    }
    try {
      byte @Nullable [] plain = decrypted(msg);
      return plain == null ? null : Util.messageFromBuffer(plain, 0, plain.length);
    } catch (Exception e) {
      // Whatever it was that came in: it must not end the thread that reads.
      log.debug("A message cannot be opened", e);
    }
    complaints.now(
        "Not read, not sealed with the same key: check that %sshared-secret (or key-store) is the"
                .formatted(prefix)
            + " same on every server",
        1);
    return null;
  }

  /** The network lets some through that other groups sent to the same multicast address. */
  private boolean isForeign(Message msg) {
    TP network = getTransport();
    TpHeader header = msg.getHeader(network.getId());
    return header != null && !network.getClusterNameAscii().equals(header.clusterName());
  }

  /** Null when it was opened before. */
  private byte @Nullable [] decrypted(Message msg) throws GeneralSecurityException {
    if (!(msg instanceof BytesMessage) || msg.getLength() < NONCE_BYTES + TAG_BYTES) {
      throw new GeneralSecurityException("too short");
    }
    SenderKey sender = keyOf(msg.getSrc());
    Cipher cipher = ciphers.get();
    cipher.init(
        Cipher.DECRYPT_MODE,
        sender.key(),
        new GCMParameterSpec(8 * TAG_BYTES, msg.getArray(), msg.getOffset(), NONCE_BYTES));
    byte[] plain =
        cipher.doFinal(
            msg.getArray(), msg.getOffset() + NONCE_BYTES, msg.getLength() - NONCE_BYTES);
    long number = ByteBuffer.wrap(msg.getArray(), msg.getOffset(), Long.BYTES).getLong();
    return sender.isNew(number) ? plain : null;
  }

  private SenderKey keyOf(Address sender) throws GeneralSecurityException {
    SenderKey known = senderKeys.get(sender);
    if (known != null) {
      return known;
    }
    if (!(sender instanceof UUID id)) {
      throw new GeneralSecurityException("no address of ours");
    }
    Mac mac = Mac.getInstance(MAC);
    mac.init(key);
    byte[] address =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    var derived = new SenderKey(new SecretKeySpec(mac.doFinal(address), "AES"));
    if (senderKeys.size() >= MOST_SENDERS) {
      // Anybody can claim to be anybody: what is forgotten is derived again.
      senderKeys.clear();
    }
    SenderKey raced = senderKeys.putIfAbsent(sender, derived);
    return raced == null ? derived : raced;
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks " + CIPHER, e);
    }
  }
}
